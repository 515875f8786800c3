import { randomBytes, randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useRedis } from "../../kit/redis-server.ts";
import { startServerHere } from "../../kit/server-here.ts";
import { sharedRedis } from "../../kit/shared-redis.ts";
import { useBrowser } from "./browsers.ts";
import { openTab } from "./tabs.ts";

useRedis();
const openChromium = useBrowser("chromium");
const openFirefox = useBrowser("firefox");

/** Starts two servers that share their rooms. */
async function startTwoServers(): Promise<readonly [string, string]> {
  const options = {
    redisUrl: (await sharedRedis()).url,
    redisPrefix: `star ${randomUUID()}:`,
    sessionKey: randomBytes(32).toString("base64url"),
  };
  const servers = await Promise.all([startServerHere(options), startServerHere(options)]);
  const [first, second] = servers.map(({ url }) => url) as [string, string];
  return [first, second];
}

const hostOf = (page: Page) => page.evaluate(() => tab.room?.host);

/** Waits until each page has exactly these connections, and names this host. */
async function expectStar(pages: Readonly<Record<string, Page>>, host: string): Promise<void> {
  const leaves = Object.keys(pages).filter((id) => id !== host);
  for (const [id, page] of Object.entries(pages)) {
    await expect.poll(() => hostOf(page)).toBe(host);
    const expected = id === host ? leaves : [host];
    await expect
      .poll(async () => (await page.evaluate(() => tab.connected())).sort())
      .toEqual(expected);
  }
}

test("[Q16] browsers on two servers form a star, which moves when the page of the host is frozen", async () => {
  const [first, second] = await startTwoServers();
  const join = async (page: Page, url: string, peerId: string) => {
    const options = { url, peerId, connectTo: "host" } as const;
    expect(await page.evaluate((options) => tab.join(options), options)).toBeUndefined();
    return page;
  };
  const chromium = await openChromium();
  // The ids do not decide.
  const zoe = await join(await openTab(chromium, { server: first }), first, "zoe");
  const bob = await join(await openTab(await openFirefox(), { server: second }), second, "bob");
  const ada = await join(await openTab(chromium, { server: second }), second, "ada");
  const pages = { ada, bob, zoe };
  await expectStar(pages, "zoe");

  // Headless Chromium (156) freezes only hidden pages, and hides none.
  await zoe.evaluate(() => document.dispatchEvent(new Event("freeze")));
  await expectStar({ ada, bob }, "bob");
  await zoe.evaluate(() => document.dispatchEvent(new Event("resume")));
  await expectStar(pages, "bob");

  await bob.evaluate(() => tab.room?.leave());
  await expectStar({ ada, zoe }, "ada");
  for (const page of [ada, zoe]) expect(await page.evaluate(() => tab.errors)).toEqual([]);
});
