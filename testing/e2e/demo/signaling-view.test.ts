import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { useBrowser } from "../client/browsers.ts";
import { misfits } from "./measure.ts";
import { useSharedCall } from "./shared-call.ts";
import { violations } from "./violations.ts";
import { join, startDemo } from "./visitor.ts";

const openBrowser = useBrowser("chromium");
const call = useSharedCall(openBrowser);

test("[case G3] at 1280 × 800 ten rows fit, and more when the panel is expanded", async () => {
  const [{ page }] = await call({ viewport: { width: 1280, height: 800 } });
  expect(await capacity(page)).toBeGreaterThanOrEqual(10);
  await page.getByRole("button", { name: "Expand the panel" }).click();
  expect(await capacity(page)).toBeGreaterThanOrEqual(15);
  expect(await misfits(page)).toEqual([]);
  await page.getByRole("button", { name: "Show the people" }).click();
  await page.getByRole("list", { name: "People" }).waitFor();
  // Neither rows of the larger view nor a fraction of a pixel may make the view scroll sideways.
  const scroller = page.locator("signaling-view .scroll");
  await expect
    .poll(() => scroller.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth))
    .toBeLessThanOrEqual(0);
});

test("[case G3] the button to the newest event covers no row", async () => {
  const [{ page }] = await call();
  await toggleGrouping(page);
  const scroller = page.locator("signaling-view .scroll");
  await scroller.evaluate((element) => element.scrollTo({ top: 0 }));
  const button = page.getByRole("button", { name: "newest event" });
  await button.waitFor();
  const [rows, below] = [await boxOf(scroller), await boxOf(button)];
  expect(below.y).toBeGreaterThanOrEqual(rows.y + rows.height - 1);
  await button.click();
  await button.waitFor({ state: "detached" });
  await toggleGrouping(page);
});

test("[case G3] the details of another row begin at their start", async () => {
  const [{ page }] = await call();
  const details = page.getByRole("complementary", { name: "Details" });
  await select(page, "an offer");
  await details.getByRole("heading", { name: "Offer" }).waitFor();
  await details.evaluate((element) => element.scrollTo({ top: 200 }));
  await expect.poll(() => details.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(0);
  await select(page, "an answer");
  await details.getByRole("heading", { name: "Answer" }).waitFor();
  await expect.poll(() => details.evaluate(({ scrollTop }) => scrollTop)).toBe(0);
});

test("[case G3] a selected row stays selected when candidates are no longer grouped", async () => {
  const [{ page }] = await call();
  await select(page, "candidates (");
  await page.locator("signaling-view .row.is-pinned[aria-label*='candidates (']").waitFor();
  await toggleGrouping(page);
  await page.locator("signaling-view .row.is-pinned[aria-label*='a candidate']").waitFor();
  await toggleGrouping(page);
});

test.each([390, 1280])(
  "[case G3] at %i px a trace of eight people scrolls inside the view",
  async (width) => {
    const [{ page }] = await call({ viewport: { width, height: 844 } });
    await page.getByRole("tab", { name: "Signaling" }).click();
    await page.locator("signaling-view input[type=file]").setInputFiles({
      name: "eight.json",
      mimeType: "application/json",
      buffer: Buffer.from(traceOfEight()),
    });
    await rowOf(page, "peer-7").first().waitFor();
    const [scrollWidth, clientWidth] = await page
      .locator("signaling-view .scroll")
      .evaluate((element) => [element.scrollWidth, element.clientWidth]);
    expect(scrollWidth).toBeGreaterThan(clientWidth ?? 0);
    expect(await misfits(page)).toEqual([]);
    const label = page.locator("signaling-view .row .label").last();
    const { x, width: labelWidth } = await boxOf(label);
    expect(x + labelWidth).toBeLessThanOrEqual(width);
    await page.getByRole("button", { name: "Close file" }).click();
  },
);

test("the connection to a peer is measured in place of the diagram, in a narrow window, too", async () => {
  const [{ page, complaints }] = await call({ viewport: { width: 1280, height: 800 } });
  await page.getByRole("button", { name: "Connection", exact: true }).click();
  const inspector = page.getByRole("region", { name: "Connection to Bob" });
  const pairs = inspector.getByRole("group", { name: "Candidate pairs" });
  const inUse = pairs.getByRole("row", { name: /in use\s*succeeded/ });
  await inUse.filter({ hasText: /(host|prflx) · udp.* k?B/s }).waitFor();
  await inspector.getByText("the connection carries no audio or video").waitFor();
  await page.getByRole("button", { name: "Camera", exact: true }).click();
  const video = inspector.getByRole("group", { name: "Transceivers" }).getByRole("row");
  await video.filter({ hasText: /video.*sendrecv.*sendonly.*sends/s }).waitFor();
  await inspector.getByRole("img", { name: /^Round-trip time: latest .* ms/ }).waitFor();
  await inspector.getByRole("img", { name: /^Sent: latest .*bit\/s, .* to .* in / }).waitFor();
  await inspector.getByText(/^\d+ lines? added, \d+ removed, \d+ unchanged\.$/).waitFor();
  await inspector.getByRole("combobox", { name: "Compare" }).selectOption({ index: 0 });
  const lines = inspector.getByRole("group", { name: "Differences" }).getByRole("listitem");
  await lines.filter({ hasText: /^\+\s*added: m=video / }).waitFor();
  // The table scrolls, and the page does not.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("tab", { name: "Signaling" }).click();
  expect(await misfits(page)).toEqual([]);
  const below = () => page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  expect(await below()).toBeLessThanOrEqual(0);
  // A saved trace contains the measurements.
  const download = page.waitForEvent("download");
  await page.locator("signaling-view .menu summary").click();
  await page.getByRole("button", { name: "Save trace" }).click();
  const buffer = Buffer.from(await text(await (await download).createReadStream()));
  const file = { name: "trace.json", mimeType: "application/json", buffer };
  await page.locator("signaling-view input[type=file]").setInputFiles(file);
  await page.getByRole("button", { name: "Close file" }).waitFor();
  await inUse.waitFor();
  expect(complaints).toEqual([]);
  await page.getByRole("button", { name: "Close file" }).click();
  for (const name of ["Connection", "Camera"]) {
    await page.getByRole("button", { name, exact: true }).click();
  }
});

// The last test of the shared call, because one person leaves.
test("[case G4] a peer keeps its name in the rows after it left", async () => {
  const [ada, bob] = await call();
  await bob.page.getByRole("button", { name: "Leave" }).click();
  await rowOf(ada.page, "Bob left the room").waitFor();
  await rowOf(ada.page, "Bob is in the room").waitFor();
  expect(await rowOf(ada.page, "bob-").count()).toBe(0);
});

test("a file that is no trace is explained, and a dump of a browser is shown with what went wrong", async () => {
  const server = await startDemo();
  const look = { viewport: { width: 1280, height: 800 }, colorScheme: "dark" } as const;
  const { page, complaints } = await join(await openBrowser(), { name: "Ada", server, look });
  const open = (name: string, buffer: Buffer) =>
    page
      .locator("signaling-view input[type=file]")
      .setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  await open("holiday.json", Buffer.from("{}"));
  await page.getByText("“holiday.json” is neither a saved trace nor a dump of").waitFor();
  await open("dump.gz", gzipSync(failedDump()));
  await rowOf(page, "there is no connection to peer 3-1: A side found no address").waitFor();
  await page.getByRole("button", { name: "Connection", exact: true }).click();
  const inspector = page.getByRole("region", { name: "Connection to peer 3-1" });
  await inspector.getByText("A side found no address").waitFor();
  await inspector.getByRole("row", { name: "failed" }).waitFor();
  await inspector.getByText("1 line added, 1 removed, 1 unchanged.").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Close file" }).click();
  await page.getByText("No peers yet.").waitFor();
  expect(complaints).toEqual([]);
});

function rowOf(page: Page, words: string): Locator {
  return page.locator(`signaling-view .row[aria-label*="${words}"]`);
}

/** Selects a row by focus, because rows move under a click while others are added. */
async function select(page: Page, words: string): Promise<void> {
  await rowOf(page, words).first().focus();
}

/** Shows each candidate in a separate row, or candidates in groups again. */
async function toggleGrouping(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Group candidates" }).click();
}

/** Returns how many rows the view has room for. */
function capacity(page: Page): Promise<number> {
  return page.locator("signaling-view .scroll").evaluate(async (scroller) => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const heightOf = (selector: string) => scroller.querySelector(selector)?.clientHeight ?? 0;
    return Math.floor((scroller.clientHeight - heightOf(".head")) / heightOf(".row"));
  });
}

async function boxOf(locator: Locator) {
  return (await locator.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
}

/** A dump of `chrome://webrtc-internals` with a connection that failed. */
function failedDump(): string {
  const timestamp = 1_796_049_703_798;
  const event = (type: string, value: unknown) => ({
    type,
    value: JSON.stringify(value),
    timestamp,
  });
  const description = (type: string, line: string) => ({ type, sdp: `v=0\r\n${line}\r\n` });
  const updateLog = [
    event("transceiverAdded", { transceiverIndex: 0, kind: "audio", direction: "sendrecv" }),
    event("setLocalDescriptionOnSuccess", description("offer", "a=setup:actpass")),
    event("setRemoteDescription", description("answer", "a=setup:active")),
    event("onconnectionstatechange", "failed"),
  ];
  const startTime = new Date(timestamp).toISOString();
  const series = (value: unknown) => {
    return { statsType: "candidate-pair", startTime, values: JSON.stringify([value]) };
  };
  const stats = { "CPa-timestamp": series(timestamp), "CPa-state": series("failed") };
  return JSON.stringify({ PeerConnections: { "3-1": { updateLog, stats } } });
}

/** A saved trace of a room with seven other people. */
function traceOfEight(): string {
  const peerIds = Array.from({ length: 7 }, (_, index) => `peer-${index + 1}`);
  const steps = peerIds.flatMap((peerId, index) => [
    { id: index * 2 + 1, atMs: index * 20, peerId, kind: "peer" },
    { id: index * 2 + 2, atMs: index * 20 + 10, peerId, kind: "connection", state: "connected" },
  ]);
  return JSON.stringify({
    format: "signaling-trace",
    version: 1,
    startedAt: "2026-01-02T03:04:05.000Z",
    self: "ada",
    addresses: "masked",
    earlierStepsLetGo: 0,
    steps,
  });
}
