import type { ConsoleMessage, Page } from "playwright-core";
import { onTestFailed, onTestFinished } from "vitest";

/** Prints the errors and the console of the page, with its name, if the test fails. */
export function showErrorsOf(page: Page, name = "page"): void {
  const errors: string[] = [];
  const onError = ({ stack }: Error) => errors.push(String(stack));
  const onConsole = (message: ConsoleMessage) => errors.push(message.text());
  page.on("pageerror", onError).on("console", onConsole);
  onTestFinished(() => {
    page.off("pageerror", onError).off("console", onConsole);
  });
  onTestFailed(() => {
    for (const error of errors) process.stderr.write(`${name}: ${error}\n`);
  });
}
