import type { Browser, Page } from "playwright-core";
import { onTestFailed, onTestFinished } from "vitest";
import type { RunningServer } from "../kit/server-program.ts";
import { startPageServer } from "./page-server.ts";

/** Opens two pages that look for each other on the signaling server, from another origin than its own. */
export async function openPages(browser: Browser, server: RunningServer): Promise<[Page, Page]> {
  const origin = await startPageServer(server.url);
  const open = async (self: string, other: string): Promise<Page> => {
    // A context of its own is a user of its own, who has let the page use the network as it is.
    const context = await browser.newContext({ permissions: ["camera", "microphone"] });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    showErrorsOf(page, self);
    const { url, token } = server;
    await page.goto(`${origin}/?${new URLSearchParams({ server: url, token, self, other })}`);
    return page;
  };
  return [await open("left", "right"), await open("right", "left")];
}

/** If the test fails, what went wrong inside the page is shown. */
function showErrorsOf(page: Page, name: string): void {
  const errors: Error[] = [];
  page.on("pageerror", (error) => errors.push(error));
  onTestFailed(() => {
    for (const { stack } of errors) process.stderr.write(`page ${name}: ${stack}\n`);
  });
}
