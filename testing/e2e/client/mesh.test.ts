import { expect, test } from "vitest";
import { useBrowser } from "./browsers.ts";
import {
  expectFrames,
  expectMesh,
  expectNoErrors,
  expectTalk,
  expectVideo,
  join,
} from "./conversation.ts";
import { startSignaling } from "./signaling.ts";

const open = useBrowser("chromium");

test("three peers that join simultaneously form a mesh, and a later peer joins it", async () => {
  const browser = await open();
  const server = await startSignaling();
  const three = await Promise.all(
    ["ada", "bob", "cleo"].map((id) => join(browser, { server, id, isSeen: true })),
  );
  await expectMesh(...three);
  await expectVideo(...three);
  const steps = await Promise.all(three.map(({ page }) => page.evaluate(() => tab.steps)));
  // Both peers of a pair need an offer at the same time, but only one of them makes the first offer.
  expect(steps.flat()).not.toContain("rolled-back");

  const dora = await join(browser, { server, id: "dora" });
  await expectMesh(...three, dora);
  await expectTalk(...three, dora);
  await expectNoErrors(...three, dora);
  for (const seen of three) await expectFrames(dora, seen);
});
