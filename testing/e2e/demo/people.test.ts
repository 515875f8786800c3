import type { Page } from "playwright-core";
import { io } from "socket.io-client";
import { expect, onTestFinished, test, vi } from "vitest";
import { useBrowser } from "../client/browsers.ts";
import { misfits } from "./measure.ts";
import { useSharedCall } from "./shared-call.ts";
import { enter, join, startDemo, tileOf, type Visitor, visit, write } from "./visitor.ts";

const openBrowser = useBrowser("chromium");
const call = useSharedCall(openBrowser);

test("[case G2] in wide, narrow and low windows the other person is large and uncropped, the own picture is small", async () => {
  const people = await call();
  const [ada] = people;
  for (const person of people) await toggleCamera(person);
  await ada.page.getByLabel("Video of Bob").waitFor();
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
    { width: 844, height: 390 },
  ]) {
    await ada.page.setViewportSize(viewport);
    // In a narrow window the people replace the panel.
    const tab = ada.page.getByRole("tab", { name: "People" });
    if (viewport.width < 896) await tab.click();
    const window = `${viewport.width} × ${viewport.height}`;
    // The page reacts to its size, and to the size of the first picture, some frames later.
    await vi.waitFor(async () => {
      const other = await pictureOf(ada.page, "Bob");
      const mine = await pictureOf(ada.page, "Ada (you)");
      expect(other.shownPart, window).toBeGreaterThan(0.87);
      expect(mine.shownPart, window).toBeGreaterThan(0.87);
      expect(other.area, window).toBeGreaterThan(3 * mine.area);
    }, 60_000);
  }
  for (const person of people) await toggleCamera(person);
});

test("the tile of a person without a connection tells the reason and what to do, and fits 320 px", async () => {
  // The clock of the page is ahead of that of the server, which must not look like a silent server.
  const server = await startDemo({ pingSeconds: 600 });
  const { url, token } = server;
  const silent = io(url, { auth: { token }, transports: ["websocket"], forceNew: true });
  onTestFinished(() => {
    silent.disconnect();
  });
  await silent.emitWithAck("ready", "silent", { room: "e2e", joinId: "one" });
  const look = { viewport: { width: 320, height: 844 } };
  const { page } = await visit(await openBrowser(), { name: "Ada", server, look });
  await page.clock.install();
  // No other test gets this clock.
  onTestFinished(() => page.context().close());
  await enter({ page });
  const tile = tileOf(page, "silent");
  const problem = async () => {
    // The client waits for 15 s, and again when ICE begins.
    await page.clock.fastForward(16_000);
    return (await tile.getByRole("alert").allInnerTexts()).join();
  };
  await expect
    .poll(problem)
    .toMatch(/^No connection to silent\. The peer has not answered\. Check whether .*\.$/);
  expect(await misfits(page)).toEqual([]);
});

test("two people see the same security code", async () => {
  const [ada, bob] = await call();
  const codes = [ada, bob].map(async ({ page }) => {
    await page.getByRole("button", { name: "Help" }).click();
    return await page.getByText(/^\d{5}( \d{5}){7}$/).textContent();
  });
  const [first, second] = await Promise.all(codes);
  expect(first).toBe(second);
  for (const { page } of [ada, bob]) await page.keyboard.press("Escape");
});

test("[case G8] a speaking person is marked visually and for screen readers", async () => {
  const [ada, bob] = await call();
  await ada.page.getByRole("button", { name: "Microphone", exact: true }).click();
  await tileOf(bob.page, "Ada").getByText("speaking").waitFor({ state: "attached" });
  await tileOf(ada.page, "Ada (you)").getByText("speaking").waitFor({ state: "attached" });
  await tileOf(ada.page, "Ada (you)").locator("figure.speaking").waitFor();
  await ada.page.getByRole("button", { name: "Microphone", exact: true }).click();
});

test("[case G8] two people with one name are distinguishable", async () => {
  const server = await startDemo();
  const browser = await openBrowser();
  const one = await join(browser, { name: "Ada", server });
  const two = await join(browser, { name: "Ada", server });
  const names = async (page: Page) => {
    await tileOf(page, "Ada (you)").waitFor();
    const other = tileOf(page, "Ada (").filter({ hasNotText: "(you)" });
    return await other.locator("bdi").textContent();
  };
  expect(await names(one.page)).toMatch(/^Ada \([a-z0-9]{4}\)$/);
  expect(await names(two.page)).not.toBe(await names(one.page));
  await write(two, "which Ada?");
  await one.page.getByRole("tab", { name: "Chat" }).click();
  const author = one.page.locator("chat-panel .by").filter({ hasText: /^Ada \([a-z0-9]{4}\)/ });
  await author.waitFor();
});

test("[case G8] http and https addresses in the chat are safe links, anything else is text", async () => {
  const [ada, bob] = await call();
  await write(ada, "see https://example.org/a?b=<i>, not javascript:alert(1)");
  await bob.page.getByRole("tab", { name: "Chat" }).click();
  const links = bob.page.locator("chat-panel li a");
  await links.first().waitFor();
  expect(await links.count()).toBe(1);
  expect(await links.first().getAttribute("href")).toBe("https://example.org/a?b=");
  expect(await links.first().getAttribute("rel")).toContain("noopener noreferrer");
  expect(await bob.page.locator("chat-panel li i").count()).toBe(0);
  await bob.page.locator("chat-panel").getByText("not javascript:alert(1)").waitFor();
});

// The last test of the shared call, because it changes the page.
test("[case G2] an arriving picture is shown although its track is reported as muted", async () => {
  const [ada, bob] = await call();
  // As Chromium (156) sometimes does when two cameras start at the same time.
  await ada.page.evaluate(() => {
    Object.defineProperty(MediaStreamTrack.prototype, "muted", { get: () => true });
  });
  await toggleCamera(bob);
  await ada.page.getByLabel("Video of Bob").waitFor();
  await toggleCamera(bob);
  await ada.page.getByLabel("Video of Bob").waitFor({ state: "hidden" });
  await toggleCamera(bob);
  await ada.page.getByLabel("Video of Bob").waitFor();
});

function toggleCamera({ page }: Visitor): Promise<void> {
  return page.getByRole("button", { name: "Camera", exact: true }).click();
}

interface Picture {
  /** The part of the picture that is not cropped, between 0 and 1. */
  readonly shownPart: number;
  /** In square pixels. */
  readonly area: number;
}

/** Waits for the picture of a person, and measures it. */
async function pictureOf(page: Page, name: string): Promise<Picture> {
  const video = tileOf(page, name).locator("video");
  await page.waitForFunction(
    (element) => (element as HTMLVideoElement).videoWidth > 0,
    await video.elementHandle(),
  );
  return await video.evaluate((element: HTMLVideoElement) => {
    const { videoWidth, videoHeight, clientWidth, clientHeight } = element;
    const ratio = (videoWidth * clientHeight) / (videoHeight * clientWidth);
    const isWhole = getComputedStyle(element).objectFit === "contain";
    return {
      shownPart: isWhole ? 1 : Math.min(ratio, 1 / ratio),
      area: clientWidth * clientHeight,
    };
  });
}
