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
  const origin = await startPageServer();
  const page = await takeTab(browser, permissionsFor(browser, options));
  showErrorsOf(page);
  await visit(page, origin, options);
  return page;
}

export function permissionsFor(browser: Browser, { hasCamera = true }: TabOptions): string[] {
  // Firefox does not ask, by its preferences, and does not know these permissions.
  if (browser.browserType().name() !== "chromium") return [];
  return hasCamera ? ["camera", "microphone"] : ["microphone"];
}

/** Shows a page of a page server in a tab, and waits for its script. */
export async function visit(
  page: Page,
  origin: string,
  { server, script = "tab" }: TabOptions,
): Promise<void> {
  await page.goto(`${origin}/${script}?${new URLSearchParams({ server })}`);
  await page.waitForFunction((name) => name in globalThis, script);
}
