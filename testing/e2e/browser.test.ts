import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { startServer } from "../kit/server-program.ts";
import { useBrowser } from "./client/browsers.ts";
import { openPages } from "./open-pages.ts";

// A browser takes its time to start on a busy machine.
const openBrowser = useBrowser("chromium");

const megabyte = 1_048_576;

test("two pages open a data channel and stay connected after the end of the server", async () => {
  const server = await startServer();
  const browser = await openBrowser();
  const [left, right] = await openPages(browser, server);
  const both = [left, right];

  await everyOne(both, (page) => page.waitForFunction(() => peer.isOpen));
  await expectSignals(left, "offer");
  await expectSignals(right, "answer");
  await everyOne(both, expectDirectPair);

  await everyOne(both, (page) => page.evaluate((count) => peer.sendBytes(count), megabyte));
  await everyOne(both, expectMegabyte);

  await server.stop();
  await everyOne(both, (page) => page.waitForFunction(() => peer.isServerGone));
  await expectText({ from: left, to: right }, "Are you still there?");
  await expectText({ from: right, to: left }, "I am.");
});

async function everyOne(pages: Page[], act: (page: Page) => Promise<unknown>): Promise<void> {
  await Promise.all(pages.map(act));
}

/** One description and single candidates. */
async function expectSignals(page: Page, description: "offer" | "answer"): Promise<void> {
  const [first, ...others] = await page.evaluate(() => peer.signals);
  expect(first).toBe(description);
  expect(new Set(others)).toEqual(new Set(["candidate"]));
}

/** A direct route between the pages. */
async function expectDirectPair(page: Page): Promise<void> {
  const direct = {
    // The route is peer-reflexive, and its address hidden, if the packets of the other page arrive before its candidates.
    candidateType: expect.stringMatching(/^(host|prflx)$/),
    protocol: "udp",
    address: expect.stringMatching(/^[\da-f.:]*$/),
  };
  expect(await page.evaluate(() => peer.selectedPair())).toEqual([direct, direct]);
}

async function expectMegabyte(page: Page): Promise<void> {
  await page.waitForFunction(() => peer.received);
  expect(await page.evaluate(() => peer.received)).toEqual({ bytes: megabyte, isVerified: true });
}

async function expectText({ from, to }: { from: Page; to: Page }, text: string): Promise<void> {
  await from.evaluate((text) => peer.say(text), text);
  await to.waitForFunction((text) => peer.texts.includes(text), text);
}
