import type { Browser, Page } from "playwright-core";
import { onTestFailed, onTestFinished } from "vitest";

/** Opens a page in a separate browser context, with or without a camera. */
export async function visit(
  browser: Browser,
  url: string,
  { hasCamera = false } = {},
): Promise<Page> {
  const context = await browser.newContext({
    permissions: hasCamera ? ["camera", "microphone"] : [],
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", ({ stack }) => errors.push(String(stack)));
  page.on("console", (message) => errors.push(message.text()));
  onTestFailed(() => {
    for (const error of errors) process.stderr.write(`page: ${error}\n`);
  });
  await page.goto(url);
  return page;
}
