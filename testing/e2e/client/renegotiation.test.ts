import { test } from "vitest";
import { useBrowser } from "./browsers.ts";
import {
  expectCounted,
  expectFrames,
  expectMesh,
  expectNoErrors,
  join,
  type Participant,
} from "./conversation.ts";
import { startSignaling } from "./signaling.ts";

const open = useBrowser("chromium");

async function pair(): Promise<readonly [Participant, Participant]> {
  const browser = await open();
  const server = await startSignaling();
  const ada = await join(browser, { server, id: "ada" });
  const bob = await join(browser, { server, id: "bob" });
  await expectMesh(ada, bob);
  return [ada, bob];
}

test("tracks are added, replaced and removed while data continues", async () => {
  const [ada, bob] = await pair();
  await ada.page.evaluate(() => tab.startCounting("bob"));
  await bob.page.evaluate(() => tab.startCounting("ada"));

  await ada.page.evaluate(async () => {
    await tab.useCamera();
    for (const track of tab.camera?.getTracks() ?? []) tab.peer("bob").addTrack(track);
  });
  await expectFrames(bob, ada);

  await ada.page.evaluate(async () => {
    const before = tab.camera?.getVideoTracks()[0];
    await tab.useCamera();
    const after = tab.camera?.getVideoTracks()[0];
    if (!before || !after) throw new Error("there is no camera");
    await tab.peer("bob").replaceTrack(before, after);
    before.stop();
  });
  await expectFrames(bob, ada);

  await ada.page.evaluate(() => {
    for (const track of tab.camera?.getTracks() ?? []) tab.peer("bob").removeTrack(track);
  });
  await bob.page.waitForFunction(() =>
    tab
      .peer("ada")
      .connection.getReceivers()
      .some(({ track }) => track.kind === "video" && track.muted),
  );

  await ada.page.evaluate(() => {
    for (const track of tab.camera?.getTracks() ?? []) tab.peer("bob").addTrack(track);
  });
  // The track uses the transceiver of the removed track; the page shows it in another element.
  await expectFrames(bob, ada, 1);

  await expectCounted(ada, bob);
  await expectCounted(bob, ada);
  await expectNoErrors(ada, bob);
});

test("ICE is restarted while data continues", async () => {
  const [ada, bob] = await pair();
  const fragments = () => Promise.all([ada, bob].map(fragmentOf));
  const [adaBefore, bobBefore] = await fragments();
  await ada.page.evaluate(() => tab.startCounting("bob"));
  await bob.page.evaluate(() => tab.startCounting("ada"));
  await bob.page.evaluate(() => tab.peer("ada").restartIce());
  for (const [{ page }, before] of [
    [ada, adaBefore],
    [bob, bobBefore],
  ] as const) {
    await page.waitForFunction((before) => {
      const [peer] = tab.room?.peers ?? [];
      const { connection } = peer ?? {};
      const isNew = !connection?.currentLocalDescription?.sdp.includes(`a=ice-ufrag:${before}`);
      return isNew && connection?.signalingState === "stable" && peer?.state === "connected";
    }, before);
  }
  await expectCounted(ada, bob);
  await expectCounted(bob, ada);
  await expectNoErrors(ada, bob);
});

/** Returns the ICE user name fragment of the present connection. */
function fragmentOf({ page }: Participant): Promise<string> {
  return page.evaluate(() => {
    const sdp = tab.room?.peers[0]?.connection.currentLocalDescription?.sdp ?? "";
    return /^a=ice-ufrag:(.+)$/m.exec(sdp)?.[1]?.trim() ?? "";
  });
}
