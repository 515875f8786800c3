import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { SocketIoChannel } from "simple-webrtc-signaling-client";
import type { Fact } from "simple-webrtc-signaling-server";
import type { io as connect } from "socket.io-client";
import { expect, onTestFinished, test, vi } from "vitest";
import { startUpgradeProxy } from "../upgrade-proxy.ts";
import { type OpenBrowser, useBrowser } from "./browsers.ts";
import { expectMesh, expectNoErrors, expectTalk, join as joinAs } from "./conversation.ts";
import { startSignaling } from "./signaling.ts";
import { openTab } from "./tabs.ts";

vi.setConfig({ testTimeout: 90_000 });

const stockClient = createRequire(import.meta.url).resolve("socket.io-client/dist/socket.io.js");

const browsers: Readonly<Record<string, OpenBrowser>> = {
  chromium: useBrowser("chromium"),
  firefox: useBrowser("firefox"),
};

/** Each browser with each transport. */
const ways = ["chromium", "firefox"].flatMap((browser) =>
  (["websocket", "polling"] as const).map((transport) => ({ browser, transport })),
);

/** A server whose grace period exceeds the duration of any test, so that only an explicit leave ends a session; and a page. */
async function start({ browser, transport }: (typeof ways)[number]) {
  const facts: Fact[] = [];
  const url = await startSignaling({ sessionGrace: 600, report: (fact) => facts.push(fact) });
  const proxy = await startUpgradeProxy(url, transport === "polling" ? "refuse" : "pass");
  const open = browsers[browser] as OpenBrowser;
  const page = await openTab(await open(), { server: proxy.url });
  return { url, facts, page, proxy };
}

/** Joins as "x". Returns the code of a refusal. */
function join(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const url = new URLSearchParams(location.search).get("server") ?? "";
    return tab.join({ url, peerId: "x" });
  });
}

async function reload(page: Page): Promise<void> {
  await page.reload();
  await page.waitForFunction(() => "tab" in globalThis);
}

/** A peer that receives the roster from the server. The roster must contain no peer that has left. */
async function witness(url: string, peerId: string) {
  const channel = new SocketIoChannel({ url, peerId });
  onTestFinished(() => channel.disconnect());
  const present = new Promise<readonly string[]>((resolve) => {
    channel.on("ready", (peers) => resolve(peers.map((peer) => peer.peerId)));
  });
  const heard: string[] = [];
  channel.on("open", (id) => heard.push(`open ${id}`));
  channel.on("close", (id) => heard.push(`close ${id}`));
  await channel.connect();
  return { present: await present, heard };
}

test.each(ways)(
  "[case K1] $browser, $transport: a reloaded page rejoins with the same id at once, repeatedly",
  async (way) => {
    const { page } = await start(way);
    for (let times = 0; times < 4; times += 1) {
      expect(await join(page)).toBeUndefined();
      await reload(page);
    }
    expect(await join(page)).toBeUndefined();
  },
);

test.each(ways)(
  "[case K1] $browser, $transport: a page that navigates away leaves the roster",
  async (way) => {
    const { url, page } = await start(way);
    const bob = await witness(url, "bob");
    expect(await join(page)).toBeUndefined();
    await expect.poll(() => bob.heard).toEqual(["open x"]);
    await page.goto("about:blank");
    await expect.poll(() => bob.heard, { timeout: 60_000 }).toEqual(["open x", "close x"]);
    expect((await witness(url, "cleo")).present).toEqual(["bob"]);
  },
);

test.each(ways)("[case K1] $browser, $transport: a closed tab leaves", async (way) => {
  const { url, page } = await start(way);
  const bob = await witness(url, "bob");
  expect(await join(page)).toBeUndefined();
  await expect.poll(() => bob.heard).toEqual(["open x"]);
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => bob.heard, { timeout: 60_000 }).toEqual(["open x", "close x"]);
  expect((await witness(url, "cleo")).present).toEqual(["bob"]);
});

/** Firefox (153) keeps no page in its back/forward cache that has had a connection. */
const keptWays = ways.filter(({ browser }) => browser === "chromium");

/** A page that joined as "x", and a page that is connected to it. */
async function startWithBob(way: (typeof ways)[number]) {
  const { page, proxy } = await start(way);
  const open = browsers[way.browser] as OpenBrowser;
  const bob = await joinAs(await open(), { server: proxy.url, id: "bob" });
  expect(await join(page)).toBeUndefined();
  const x = { id: "x", page };
  await expectMesh(x, bob);
  return { x, bob };
}

test.each(keptWays)(
  "[case K1] $browser, $transport: a page that is restored from the back/forward cache works",
  async (way) => {
    const { x, bob } = await startWithBob(way);
    const { page } = x;
    for (const time of [1, 2]) {
      await page.evaluate((time) => {
        document.title = `kept ${time}`;
      }, time);
      // Another page of the same site.
      await page.goto(new URL("/held-channel", page.url()).href);
      await bob.page.waitForFunction((time) => tab.left.length === time, time);
      await page.evaluate(() => {
        setTimeout(() => history.back());
      });
      await page.waitForFunction((time) => document.title === `kept ${time}`, time);
      await expectMesh(x, bob);
      await expectTalk(x, bob);
    }
    expect(await page.evaluate(() => tab.left)).toEqual(["bob", "bob"]);
    await expectNoErrors(x, bob);
  },
);

test("[case K1] a frozen page leaves, because it may be discarded, and rejoins when it is resumed", async () => {
  const { x, bob } = await startWithBob({ browser: "chromium", transport: "websocket" });
  // Headless Chromium (156) freezes only hidden pages, and hides none.
  await x.page.evaluate(() => document.dispatchEvent(new Event("freeze")));
  await bob.page.waitForFunction(() => tab.left.includes("x"));
  expect(await x.page.evaluate(() => tab.room?.state)).toBe("reconnecting");
  await x.page.evaluate(() => document.dispatchEvent(new Event("resume")));
  await expectMesh(x, bob);
  await expectTalk(x, bob);
  await expectNoErrors(x, bob);
});

/** A stock client of the browser, which does nothing when its page is unloaded. */
test.each(ways)(
  "[L1] $browser, $transport: a page with a stock client leaves when it is reloaded or closed",
  async (way) => {
    const { url, proxy, page } = await start(way);
    const bob = await witness(url, "bob");
    const stock = readFileSync(stockClient, "utf8");
    const ready = async () => {
      await page.addScriptTag({ content: stock });
      await page.evaluate(async (url) => {
        const { io } = globalThis as unknown as { io: typeof connect };
        const socket = io(url);
        await new Promise<void>((resolve) => socket.on("connect", resolve));
        await socket.emitWithAck("ready", "stock");
      }, proxy.url);
    };
    await ready();
    await expect.poll(() => bob.heard).toEqual(["open stock"]);
    await reload(page);
    await ready();
    await expect
      .poll(() => bob.heard, { timeout: 60_000 })
      .toEqual(["open stock", "close stock", "open stock"]);
    await page.close({ runBeforeUnload: true });
    await expect.poll(() => bob.heard, { timeout: 60_000 }).toHaveLength(4);
    expect((await witness(url, "cleo")).present).toEqual(["bob"]);
  },
);
