import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { onTestFailed, onTestFinished } from "vitest";
import type { RunningServer } from "../server.ts";

export interface Visitor {
  readonly name: string;
  readonly page: Page;
  /** What the browser complained of: nothing, if the page keeps to its Content-Security-Policy. */
  readonly complaints: readonly string[];
}

export interface VisitOptions {
  readonly name: string;
  readonly server: RunningServer;
  readonly room?: string;
  readonly hasCamera?: boolean;
  readonly look?: Pick<BrowserContextOptions, "viewport" | "colorScheme">;
}

/** Opens the page by an invitation, as a user of its own. */
export async function visit(browser: Browser, options: VisitOptions): Promise<Visitor> {
  const { name, server, room = "e2e", hasCamera = true, look = {} } = options;
  const permissions = hasCamera ? ["camera", "microphone"] : [];
  const context = await browser.newContext({ permissions, acceptDownloads: true, ...look });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", ({ stack }) => complaints.push(String(stack)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  onTestFailed(() => {
    for (const complaint of complaints) process.stderr.write(`${name}: ${complaint}\n`);
  });
  await page.goto(`${server.url}/?room=${room}#token=${server.token}`);
  await page.getByLabel("Your name").fill(name);
  return { name, page, complaints };
}

/** Opens the page and enters the room. */
export async function join(browser: Browser, options: VisitOptions): Promise<Visitor> {
  const visitor = await visit(browser, options);
  await enter(visitor);
  return visitor;
}

export async function enter({ page }: Visitor): Promise<void> {
  await page.getByRole("button", { name: "Join the room" }).click();
  await page.getByRole("button", { name: "Leave" }).waitFor();
}

/** A visitor sees another one, connected. */
export async function sees({ page }: Visitor, { name }: Visitor): Promise<void> {
  await page
    .locator("participant-tile")
    .filter({ hasText: new RegExp(`${name}.*(direct|connected)`, "s") })
    .waitFor();
}
