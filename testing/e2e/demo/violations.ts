import axe from "axe-core";
import type { Page } from "playwright-core";

/** The rules of WCAG 2.2 A and AA, and what axe-core recommends beyond them. */
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Returns the violated rules of accessibility and their elements. */
export async function violations(page: Page): Promise<string[]> {
  await loadAxe(page);
  return await page.evaluate(async (runOnly) => {
    const { axe: inPage } = window as unknown as { axe: typeof axe };
    const { violations: found } = await inPage.run({ runOnly, resultTypes: ["violations"] });
    return found.map(({ id, nodes }) =>
      [id, ...nodes.map(({ target }) => JSON.stringify(target))].join(" "),
    );
  }, tags);
}

/** Loads axe-core, unless an earlier check of this page did: its source is large. */
export async function loadAxe(page: Page): Promise<void> {
  if (await page.evaluate(() => "axe" in window)) return;
  // As a separate script, because the policy of the page forbids `eval`.
  await page.evaluate(axe.source);
}
