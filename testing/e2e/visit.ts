import type { Browser, Page } from "playwright-core";
import { showErrorsOf } from "./client/page-errors.ts";
import { takeTab } from "./client/tab-pool.ts";

/** Opens a page in a separate browser context, with or without a camera. The page is left when the test ends. */
export async function visit(
  browser: Browser,
  url: string,
  { hasCamera = false } = {},
): Promise<Page> {
  const page = await takeTab(browser, hasCamera ? ["camera", "microphone"] : []);
  showErrorsOf(page);
  await page.goto(url);
  return page;
}
