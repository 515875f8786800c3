import type { Page } from "playwright-core";
import { afterAll, onTestFailed } from "vitest";
import { startServerForTests } from "../../kit/server-here.ts";
import type { OpenBrowser } from "./browsers.ts";
import { showErrorsOf } from "./page-errors.ts";
import { startPageServerForTests } from "./page-server.ts";
import { type BorrowedTab, borrowTab } from "./tab-pool.ts";
import { permissionsFor, visit } from "./tabs.ts";

interface SharedPage {
  readonly page: Page;
  /** `release` closes the tab, or gives it to another file. */
  end(release: (tab: BorrowedTab) => Promise<void>): Promise<void>;
}

/**
 * Returns a function that resolves with the page `pages/tracks.js`, without peers, steps and errors. All tests of a scope share the
 * page, because another visit takes more processor time than most tests. The page of a failed test ends.
 */
export function useSharedTracks(openBrowser: OpenBrowser): () => Promise<Page> {
  let shared: Promise<SharedPage> | undefined;
  const endWith = (release: (tab: BorrowedTab) => Promise<void>) => async () => {
    const ended = await shared?.catch(() => undefined);
    shared = undefined;
    await ended?.end(release);
  };
  afterAll(endWith((tab) => tab.giveBack()));
  return async () => {
    shared ??= start(openBrowser);
    onTestFailed(endWith((tab) => tab.page.context().close()));
    const { page } = await shared;
    showErrorsOf(page);
    await page.evaluate(() => tracks.reset());
    return page;
  };
}

async function start(openBrowser: OpenBrowser): Promise<SharedPage> {
  const browser = await openBrowser();
  const server = await startServerForTests();
  const pages = await startPageServerForTests();
  const options = { server: server.url, script: "tracks" };
  const tab = await borrowTab(browser, permissionsFor(browser, options));
  await visit(tab.page, pages.origin, options);
  return {
    page: tab.page,
    async end(release) {
      await release(tab);
      pages.close();
      await server.close();
    },
  };
}
