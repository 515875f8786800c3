import type { Browser, ConsoleMessage, Page } from "playwright-core";
import { onTestFailed, onTestFinished } from "vitest";
import { takeTab } from "./client/tab-pool.ts";

/** Opens a page in a separate browser context, with or without a camera. The page is left when the test ends. */
export async function visit(
  browser: Browser,
  url: string,
  { hasCamera = false } = {},
): Promise<Page> {
  const page = await takeTab(browser, hasCamera ? ["camera", "microphone"] : []);
  const errors: string[] = [];
  const onError = ({ stack }: Error) => errors.push(String(stack));
  const onConsole = (message: ConsoleMessage) => errors.push(message.text());
  page.on("pageerror", onError).on("console", onConsole);
  onTestFinished(() => {
    page.off("pageerror", onError).off("console", onConsole);
  });
  onTestFailed(() => {
    for (const error of errors) process.stderr.write(`page: ${error}\n`);
  });
  await page.goto(url);
  return page;
}
