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

const ofCamera = () => problems.ofMedia({ video: true });
const ofScreen = () => problems.ofScreen();

test
  .skipIf(!hasBrowser("chromium"))
  .each<[ConnectionProblem["cause"], typeof ofCamera, readonly string[]]>([
    [
      "media-device-missing",
      ofCamera,
      ["--use-fake-device-for-media-stream", "--use-file-for-fake-video-capture=/no/such/file"],
    ],
    // The browser permits to capture the screen, and then fails because there is none.
    ["media-device-in-use", ofScreen, ["--use-fake-ui-for-media-stream"]],
  ])("`diagnoseMedia` names %s", async (cause, problemOf, args) => {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = process.env;
  const browser = await chromium.launch({
    executablePath: findChromium() ?? "",
    args: [...chromiumArguments(), ...args],
    env: env as Record<string, string>,
  });
  onTestFinished(() => browser.close());
  const page = await openTab(browser, { server: await startSignaling(), script: "problems" });
  const found = await page.evaluate(problemOf);
  expect(found).toMatchObject({ cause, details: [expect.stringMatching(/Error/)] });
});
