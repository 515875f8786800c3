import type { Browser, Page } from "playwright-core";
import { onTestFinished } from "vitest";

/** Drawing costs processor time. A test that looks at its page sets another size. */
const viewport = { width: 320, height: 240 };

/** Tabs that no test uses, by browser and permissions. */
const idle = new WeakMap<Browser, Map<string, Page[]>>();

/**
 * Returns an empty tab in a separate browser context. An earlier test may have used it, because a new window costs twice the
 * processor time of another page in an existing one. The page that the test loads is left when the test ends.
 */
export async function takeTab(
  browser: Browser,
  permissions: readonly string[] = [],
): Promise<Page> {
  const tabs = idleTabs(browser, permissions.join());
  const page = tabs.pop() ?? (await newTab(browser, permissions));
  await page.setViewportSize(viewport);
  onTestFinished(async ({ task }) => {
    const isReusable = task.result?.state !== "fail" && (await isEmptied(page));
    if (isReusable) tabs.push(page);
    else await page.context().close();
  });
  return page;
}

function idleTabs(browser: Browser, permissions: string): Page[] {
  const all = idle.get(browser) ?? new Map<string, Page[]>();
  idle.set(browser, all);
  const tabs = all.get(permissions) ?? [];
  all.set(permissions, tabs);
  return tabs;
}

/** Returns a tab in a separate browser context, which the caller closes. */
export async function newTab(browser: Browser, permissions: readonly string[]): Promise<Page> {
  const context = await browser.newContext({
    permissions: [...permissions],
    acceptDownloads: true,
  });
  return context.newPage();
}

/** Leaves the page, as a user does who enters another address. Returns whether the tab is still open. */
async function isEmptied(page: Page): Promise<boolean> {
  try {
    const opened = page
      .context()
      .pages()
      .filter((other) => other !== page);
    await Promise.all(opened.map((other) => other.close()));
    await page.goto("about:blank");
    return true;
  } catch {
    return false;
  }
}
