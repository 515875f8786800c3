import { chromium } from "playwright-core";
import type { ConnectionProblem } from "simple-webrtc-signaling-client";
import { expect, onTestFinished, test } from "vitest";
import { findChromium } from "../../../tools/chromium.ts";
import { chromiumArguments } from "../../kit/chromium-arguments.ts";
import { hasBrowser, useBrowser } from "./browsers.ts";
import { startPageServer } from "./page-server.ts";
import { startSignaling } from "./signaling.ts";
import { openTab } from "./tabs.ts";

const openChromium = useBrowser("chromium");

const tooWide = { video: { width: { exact: 100_000 } } };

test.each<[ConnectionProblem["cause"], MediaStreamConstraints, boolean]>([
  ["media-permission-denied", { video: true }, false],
  ["media-constraints", tooWide, true],
  ["media-failed", {}, true],
])("`diagnoseMedia` names %s after %o", async (cause, constraints, hasCamera) => {
  const server = await startSignaling();
  const page = await openTab(await openChromium(), { server, script: "problems", hasCamera });
  const found = await page.evaluate((given) => problems.ofMedia(given), constraints);
  expect(found).toMatchObject({ cause, details: [expect.stringMatching(/Error/)] });
});

test("`diagnoseMedia` names a page that was not loaded over HTTPS", async () => {
  const server = await startSignaling();
  const page = await openTab(await openChromium(), { server, script: "problems" });
  const { port } = new URL(await startPageServer());
  await page.goto(`http://laptop.test:${port}/problems?${new URLSearchParams({ server })}`);
  await page.waitForFunction(() => "problems" in globalThis);
  const found = await page.evaluate(() => problems.ofMedia({ audio: true }));
  expect(found?.cause).toBe("media-insecure-page");
});

test.skipIf(!hasBrowser("chromium"))("`diagnoseMedia` names a missing device", async () => {
  const browser = await chromium.launch({
    executablePath: findChromium() ?? "",
    args: [
      ...chromiumArguments(),
      "--use-fake-device-for-media-stream",
      "--use-file-for-fake-video-capture=/there/is/no/such/file",
    ],
  });
  onTestFinished(() => browser.close());
  const page = await openTab(browser, { server: await startSignaling(), script: "problems" });
  const found = await page.evaluate(() => problems.ofMedia({ video: true }));
  expect(found?.cause).toBe("media-device-missing");
});
