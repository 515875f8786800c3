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
import { openTab } from "./tabs.ts";

const open = useBrowser("chromium");

test("a peer that leaves and rejoins at once with the same id is a new peer", async () => {
  const browser = await open();
  const server = await startSignaling();
  const ada = await join(browser, { server, id: "ada", isSeen: true });
  const bob = await join(browser, { server, id: "bob", isSeen: true });
  await expectMesh(ada, bob);
  await bob.page.evaluate(async (url) => {
    await tab.room?.leave();
    await tab.join({ url, peerId: "bob" });
  }, server);
  await ada.page.waitForFunction(() => tab.left.includes("bob"));
  await expectMesh(ada, bob);
  await expectTalk(ada, bob);
  await expectVideo(ada, bob);
  expect(await ada.page.evaluate(() => tab.left)).toEqual(["bob"]);
  await expectNoErrors(ada, bob);
});

test("a closed page leaves", async () => {
  const browser = await open();
  const server = await startSignaling();
  const ada = await join(browser, { server, id: "ada" });
  const bob = await join(browser, { server, id: "bob" });
  await expectMesh(ada, bob);
  await bob.page.close();
  await ada.page.waitForFunction(() => tab.left.includes("bob"));
  await expectMesh(ada);
});

test("a second tab with the same id is refused, and the first tab is not affected", async () => {
  const browser = await open();
  const server = await startSignaling();
  const ada = await join(browser, { server, id: "ada" });
  const bob = await join(browser, { server, id: "bob" });
  await expectMesh(ada, bob);
  const second = await openTab(browser, { server });
  const options = { url: server, peerId: "ada" };
  expect(await second.evaluate((options) => tab.join(options), options)).toBe("peer-id-taken");
  await expectTalk(ada, bob);
  await expectMesh(ada, bob);
  await expectNoErrors(ada, bob);
  const left = await Promise.all([ada, bob].map(({ page }) => page.evaluate(() => tab.left)));
  expect(left).toEqual([[], []]);
  expect(await ada.page.evaluate(() => tab.states)).toEqual([]);
});

test("without a camera a page exchanges data and receives video", async () => {
  const browser = await open();
  const server = await startSignaling();
  const ada = await join(browser, { server, id: "ada", hasCamera: false });
  const refusal = await ada.page.evaluate(() => tab.useCamera().catch(({ name }) => String(name)));
  expect(refusal).toBe("NotAllowedError");
  const bob = await join(browser, { server, id: "bob", isSeen: true });
  await expectMesh(ada, bob);
  await expectTalk(ada, bob);
  await expectFrames(ada, bob);
  await expectNoErrors(ada, bob);
});
