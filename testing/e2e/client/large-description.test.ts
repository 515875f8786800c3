import { expect, test } from "vitest";
import { useBrowser } from "./browsers.ts";
import { expectMesh, expectNoErrors, expectTalk, join, type Participant } from "./conversation.ts";
import { startSignaling } from "./signaling.ts";

const open = useBrowser("chromium");

/** Sends the given number of videos from one page to another, each from a separate canvas. */
async function sendVideos({ page }: Participant, { id }: Participant, count: number) {
  await page.evaluate(
    ({ id, count }) => {
      for (let number = 0; number < count; number += 1) {
        const canvas = document.createElement("canvas");
        canvas.getContext("2d");
        const stream = canvas.captureStream(1);
        for (const track of stream.getTracks()) tab.peer(id).addTrack(track, stream);
      }
    },
    { id, count },
  );
}

test("[A5] [case K2] 24 videos of one page fit the default limit", async () => {
  const server = await startSignaling();
  const [ada, bob] = [
    await join(await open(), { server, id: "ada" }),
    await join(await open(), { server, id: "bob" }),
  ];
  await expectMesh(ada, bob);
  await sendVideos(ada, bob, 24);
  await bob.page.waitForFunction((id) => tab.met[id]?.videos.length === 24, ada.id);
  const largest = await ada.page.evaluate(
    (id) => tab.peer(id).connection.localDescription?.sdp.length,
    bob.id,
  );
  expect(largest).toBeGreaterThan(65_536);
  await expectTalk(ada, bob);
  await expectNoErrors(ada, bob);
});

test("[A10] [case K2] a description over the limit is one error, and a third page connects", async () => {
  const server = await startSignaling({ maxMessageBytes: 32_768 });
  const [ada, bob] = [
    await join(await open(), { server, id: "ada" }),
    await join(await open(), { server, id: "bob" }),
  ];
  await expectMesh(ada, bob);
  await sendVideos(ada, bob, 24);
  await ada.page.waitForFunction(() => tab.errors.length > 0);
  const cyd = await join(await open(), { server, id: "cyd" });
  await expectMesh(ada, bob, cyd);
  await expectTalk(ada, bob, cyd);
  expect(await ada.page.evaluate(() => tab.errors)).toEqual([
    expect.stringContaining("the server accepts at most 32768 (its MAX_MESSAGE_BYTES)"),
  ]);
  await expectNoErrors(bob, cyd);
});
