import type { Browser, Page } from "playwright-core";
import { onTestFailed, onTestFinished } from "vitest";
import { startPageServer } from "./page-server.ts";

export interface TabOptions {
  /** The signaling server's address. */
  readonly server: string;
  /** `pages/<script>.js`. */
  readonly script?: string;
  readonly hasCamera?: boolean;
}

/** Opens a page for a user of its own. It is closed when the test ends. */
export async function openTab(browser: Browser, options: TabOptions): Promise<Page> {
  const { server, script = "tab", hasCamera = true } = options;
  const origin = await startPageServer();
  const isChromium = browser.browserType().name() === "chromium";
  // Firefox asks nobody, by its preferences; it does not know these permissions either.
  const permissions = hasCamera ? ["camera", "microphone"] : ["microphone"];
  const context = await browser.newContext(isChromium ? { permissions } : {});
  onTestFinished(() => context.close());
  const page = await context.newPage();
  showErrorsOf(page);
  await page.goto(`${origin}/${script}?${new URLSearchParams({ server })}`);
  await page.waitForFunction((name) => name in globalThis, script);
  return page;
}

/** If the test fails, what went wrong inside the page is shown. */
function showErrorsOf(page: Page): void {
  const errors: string[] = [];
  page.on("pageerror", ({ stack }) => errors.push(String(stack)));
  page.on("console", (message) => errors.push(message.text()));
  onTestFailed(() => {
    for (const error of errors) process.stderr.write(`page: ${error}\n`);
  });
}
