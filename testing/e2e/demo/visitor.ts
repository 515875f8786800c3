import { randomUUID } from "node:crypto";
import type { Browser, BrowserContextOptions, ConsoleMessage, Page } from "playwright-core";
import type { SignalingServerOptions } from "simple-webrtc-signaling-server";
import { onTestFailed, onTestFinished } from "vitest";
import { type ServerHere, startServerHere } from "../../kit/server-here.ts";
import type { BrowserName } from "../client/browsers.ts";
import { takeTab } from "../client/tab-pool.ts";

/** A server that serves the page, and its token. */
export interface DemoServer extends ServerHere {
  readonly token: string;
}

export interface Visitor {
  readonly name: string;
  readonly page: Page;
  /** Errors of the page and of the browser, such as violations of the Content-Security-Policy. */
  readonly complaints: readonly string[];
}

export type Look = Pick<BrowserContextOptions, "viewport" | "colorScheme">;

export interface VisitOptions {
  readonly name: string;
  readonly server: Pick<DemoServer, "url" | "token">;
  readonly room?: string;
  readonly hasCamera?: boolean;
  readonly look?: Look;
  /** Default: `chromium`. */
  readonly browserName?: BrowserName;
  /** The path after the address of the server; default: an invitation to the room, with the token. */
  readonly path?: string;
}

/** Starts a server that serves the page, with a random token by default. */
export async function startDemo(options: SignalingServerOptions = {}): Promise<DemoServer> {
  const { token = randomUUID() } = options;
  return { ...(await startServerHere({ demo: "on", ...options, token })), token };
}

/** Opens the page in a separate browser context. */
export async function visit(browser: Browser, options: VisitOptions): Promise<Visitor> {
  const { name, server, room = "e2e", hasCamera = true, look } = options;
  // Firefox allows devices by a preference and does not know these permissions.
  const isFirefox = options.browserName === "firefox";
  const permissions = hasCamera && !isFirefox ? ["camera", "microphone"] : [];
  const { path = pathOf(room, server.token) } = options;
  // A context of Firefox keeps its look.
  const page = await (isFirefox ? newPage(browser, look) : tabWith(browser, permissions, look));
  const visitor = watch(page, name);
  await open(visitor, `${server.url}${path}`);
  return visitor;
}

/** The path of an invitation. */
export function pathOf(room: string, token: string): string {
  return `/?room=${encodeURIComponent(room)}#token=${token}`;
}

export async function open({ page, name }: Visitor, url: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel("Your name").fill(name);
}

async function tabWith(
  browser: Browser,
  permissions: readonly string[],
  look?: Look,
): Promise<Page> {
  const page = await takeTab(browser, permissions);
  await setLook(page, look);
  return page;
}

/** An earlier test may have changed the look of the tab. */
export async function setLook(page: Page, { viewport, colorScheme }: Look = {}): Promise<void> {
  await page.setViewportSize(viewport ?? { width: 1280, height: 720 });
  await page.emulateMedia({ colorScheme: colorScheme ?? "light" });
}

async function newPage(browser: Browser, options?: Look): Promise<Page> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  return context.newPage();
}

/** Collects the errors of a page. */
export function watch(page: Page, name: string): Visitor {
  const { visitor, stop } = recordComplaints(page, name);
  onTestFinished(stop);
  onTestFailed(() => printComplaints(visitor));
  return visitor;
}

/** Collects the errors of a page until `stop` is called. */
export function recordComplaints(page: Page, name: string) {
  const complaints: string[] = [];
  const onError = ({ stack }: Error) => complaints.push(String(stack));
  const onConsole = (message: ConsoleMessage) => {
    if (message.type() === "error") complaints.push(message.text());
  };
  page.on("pageerror", onError).on("console", onConsole);
  const visitor: Visitor = { name, page, complaints };
  const stop = () => {
    page.off("pageerror", onError).off("console", onConsole);
  };
  return { visitor, stop };
}

export function printComplaints({ name, complaints }: Visitor): void {
  for (const complaint of complaints) process.stderr.write(`${name}: ${complaint}\n`);
}

/** Opens the page and joins the room. */
export async function join(browser: Browser, options: VisitOptions): Promise<Visitor> {
  const visitor = await visit(browser, options);
  await enter(visitor);
  return visitor;
}

/** Two connected people in one room. */
export async function pair(
  browser: Browser,
  options: Partial<VisitOptions> = {},
): Promise<readonly [ada: Visitor, bob: Visitor]> {
  const server = options.server ?? (await startDemo());
  const ada = await join(browser, { name: "Ada", ...options, server });
  const bob = await join(browser, { ...options, name: "Bob", server });
  await Promise.all([sees(ada, bob), sees(bob, ada)]);
  return [ada, bob];
}

export async function enter({ page }: Pick<Visitor, "page">): Promise<void> {
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await page.getByRole("button", { name: "Leave" }).waitFor();
}

/** Waits until a visitor is connected to another one. */
export async function sees({ page }: Visitor, { name }: Visitor): Promise<void> {
  await tileOf(page, name)
    .filter({ hasText: /direct|connected/i })
    .waitFor();
}

/** Returns the tile of a person, by a name that is part of no other name. */
export function tileOf(page: Page, name: string) {
  return page.locator("participant-tile").filter({ hasText: name });
}

export async function write({ page }: Visitor, text: string): Promise<void> {
  await page.getByRole("tab", { name: "Chat" }).click();
  await page.getByLabel("Message", { exact: true }).fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
}
