import type { Browser, Page } from "playwright-core";
import type { RunningServer } from "../kit/server-program.ts";
import { showErrorsOf } from "./client/page-errors.ts";
import { takeTab } from "./client/tab-pool.ts";
import { startPageServer } from "./page-server.ts";

/** Opens two pages that look for each other on the signaling server, from another origin than its own. */
export async function openPages(browser: Browser, server: RunningServer): Promise<[Page, Page]> {
  const origin = await startPageServer(server.url);
  const open = async (self: string, other: string): Promise<Page> => {
    // A separate context is a user of its own, who has let the page use the network as it is.
    const page = await takeTab(browser, ["camera", "microphone"]);
    showErrorsOf(page, `page ${self}`);
    const { url, token } = server;
    await page.goto(`${origin}/?${new URLSearchParams({ server: url, token, self, other })}`);
    return page;
  };
  return [await open("left", "right"), await open("right", "left")];
}
