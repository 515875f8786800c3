import type { Browser, Page } from "playwright-core";
import { showErrorsOf } from "./page-errors.ts";
import { startPageServer } from "./page-server.ts";
import { takeTab } from "./tab-pool.ts";

export interface TabOptions {
  /** The URL of the signaling server. */
  readonly server: string;
  /** `pages/<script>.js`. */
  readonly script?: string;
  readonly hasCamera?: boolean;
}

/** Opens a page in a separate browser context. The page is left when the test ends. */
export async function openTab(browser: Browser, options: TabOptions): Promise<Page> {
  const { server, script = "tab", hasCamera = true } = options;
  const origin = await startPageServer();
  const isChromium = browser.browserType().name() === "chromium";
  // Firefox does not ask, by its preferences, and does not know these permissions.
  const permissions = hasCamera ? ["camera", "microphone"] : ["microphone"];
  const page = await takeTab(browser, isChromium ? permissions : []);
  showErrorsOf(page);
  await page.goto(`${origin}/${script}?${new URLSearchParams({ server })}`);
  await page.waitForFunction((name) => name in globalThis, script);
  return page;
}
