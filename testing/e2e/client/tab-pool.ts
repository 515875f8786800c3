import type { Browser, Page } from "playwright-core";
import { inject, onTestFinished } from "vitest";

/** Drawing costs processor time. A test that looks at its page sets another size. */
const viewport = { width: 320, height: 240 };

/** Tabs that no test uses, by browser and permissions. */
const idle = new WeakMap<Browser, Map<string, Page[]>>();

export interface BorrowedTab {
  readonly page: Page;
  /** Leaves the page that the tab shows, so that another test can use the tab. */
  giveBack(): Promise<void>;
}

/** Returns an empty tab in a separate browser context, until the test ends. A test that fails closes it. */
export async function takeTab(
  browser: Browser,
  permissions: readonly string[] = [],
): Promise<Page> {
  const { page, giveBack } = await borrowTab(browser, permissions);
  onTestFinished(({ task }) =>
    task.result?.state === "fail" ? page.context().close() : giveBack(),
  );
  return page;
}

/**
 * Returns an empty tab in a separate browser context. An earlier test may have used it, because a new window costs twice the
 * processor time of another page in an existing one.
 */
export async function borrowTab(
  browser: Browser,
  permissions: readonly string[] = [],
): Promise<BorrowedTab> {
  const tabs = idleTabs(browser, permissions.join());
  const page = tabs.pop() ?? (await newTab(browser, permissions));
  await page.setViewportSize(viewport);
  return {
    page,
    async giveBack() {
      if (await isEmptied(page)) tabs.push(page);
      else await page.context().close();
    },
  };
}

function idleTabs(browser: Browser, permissions: string): Page[] {
  const all = idle.get(browser) ?? new Map<string, Page[]>();
  idle.set(browser, all);
  const tabs = all.get(permissions) ?? [];
  all.set(permissions, tabs);
  return tabs;
}

async function newTab(browser: Browser, permissions: readonly string[]): Promise<Page> {
  const context = await browser.newContext({
    permissions: [...permissions],
    acceptDownloads: true,
  });
  return context.newPage();
}

/**
 * Leaves the page, as a user does who enters another address. The empty page is of the same site as most pages of tests, so that
 * the next page needs no new process. Returns whether the tab is still open.
 */
async function isEmptied(page: Page): Promise<boolean> {
  try {
    const opened = page
      .context()
      .pages()
      .filter((other) => other !== page);
    await Promise.all(opened.map((other) => other.close()));
    await page.goto(inject("browserServers"));
    return true;
  } catch {
    return false;
  }
}
