import { expect, onTestFinished, test } from "vitest";
import { FaultProxy } from "../../kit/fault-proxy.ts";
import { startServer } from "../../kit/server-program.ts";
import { useBrowser } from "./browsers.ts";
import {
  expectCounted,
  expectFrames,
  expectMesh,
  expectNoErrors,
  expectTalk,
  expectVideo,
  join,
  shareScreen,
} from "./conversation.ts";

const open = useBrowser("chromium");
const openOther = useBrowser("firefox");

test.each(["SIGTERM", "SIGKILL"] as const)(
  "a call continues while the server is stopped by %s, and new peers join after its restart",
  async (signal) => {
    const browser = await open();
    const { url: server, port, token, end } = await startServer();
    const options = { server, token, isSeen: true };
    const ada = await join(browser, { ...options, id: "ada" });
    const bob = await join(browser, { ...options, id: "bob" });
    await expectMesh(ada, bob);
    await ada.page.evaluate(() => tab.startCounting("bob"));

    await end(signal);
    for (const { page } of [ada, bob]) {
      await page.waitForFunction(() => tab.room?.state === "reconnecting");
    }
    await expectTalk(ada, bob);
    await expectVideo(ada, bob);

    await startServer({ port, token });
    for (const { page } of [ada, bob]) {
      await page.waitForFunction(() => tab.room?.state === "connected");
      const states = ["reconnecting", "session lost", "connected"];
      expect(await page.evaluate(() => tab.states)).toEqual(states);
    }
    const cleo = await join(browser, { ...options, id: "cleo" });
    await expectMesh(ada, bob, cleo);
    await expectTalk(ada, bob, cleo);
    await expectVideo(ada, bob, cleo);
    await expectCounted(ada, bob);
    await expectNoErrors(ada, bob, cleo);
    expect(await ada.page.evaluate(() => tab.left)).toEqual([]);
  },
);

test("a call between two browsers continues while the server is killed, and a screen is shared after its restart", async () => {
  const settings = { SESSION_KEY: "a key for the sessions of this test, kept" };
  const { url: server, port, token, end } = await startServer({ settings });
  const options = { server, token, isSeen: true };
  const ada = await join(await open(), { ...options, id: "ada" });
  const bob = await join(await openOther(), { ...options, id: "bob" });
  await expectMesh(ada, bob);
  await ada.page.evaluate(() => tab.startCounting("bob"));
  const stepsBefore = await ada.page.evaluate(() => tab.steps.length);

  await end("SIGKILL");
  for (const { page } of [ada, bob]) {
    await page.waitForFunction(() => tab.room?.state === "reconnecting");
  }
  await expectVideo(ada, bob);
  await startServer({ port, token, settings });
  for (const { page } of [ada, bob]) {
    await page.waitForFunction(() => tab.room?.state === "connected");
  }
  await expectTalk(ada, bob);
  await expectVideo(ada, bob);
  // A peer that resumed its session has nothing to negotiate.
  const steps = await ada.page.evaluate((from) => tab.steps.slice(from), stepsBefore);
  expect(steps).toEqual([]);

  await shareScreen(ada, bob);
  await expectFrames(bob, ada, 1);
  await expectVideo(ada, bob);
  await expectCounted(ada, bob);
  await expectNoErrors(ada, bob);
  for (const { page } of [ada, bob]) {
    expect(await page.evaluate(() => [tab.left, tab.states])).toEqual([
      [],
      ["reconnecting", "connected", "resumed"],
    ]);
  }
});

test("a page whose network changed does not wait for the old connection", async () => {
  // No other mechanism would notice the change within the time of the test.
  const settings = { PING_SECONDS: "60", PING_TIMEOUT_SECONDS: "60" };
  const { port, token } = await startServer({ settings });
  const proxy = await FaultProxy.start({ host: "127.0.0.1", port });
  onTestFinished(() => proxy.close());
  const ada = await join(await open(), { server: proxy.url, token, id: "ada" });
  proxy.halfOpen("client");
  await ada.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await ada.page.waitForFunction(() => tab.states.includes("resumed"));
  expect(await ada.page.evaluate(() => tab.states)).toEqual([
    "reconnecting",
    "connected",
    "resumed",
  ]);
});
