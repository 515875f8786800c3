import { expect, test } from "vitest";
import type { Source } from "./devices.ts";
import { sendTracks } from "./send-tracks.ts";

const camera = { id: "camera" } as MediaStreamTrack;
const another = { id: "another camera" } as MediaStreamTrack;
const microphone = { id: "microphone" } as MediaStreamTrack;

function asked(before: [Source, MediaStreamTrack][], now: [Source, MediaStreamTrack][]): string[] {
  const calls: string[] = [];
  const peer = {
    addTrack: (track: MediaStreamTrack) => {
      calls.push(`add ${track.id}`);
      return {} as RTCRtpSender;
    },
    replaceTrack: async (track: MediaStreamTrack, by: MediaStreamTrack | null) => {
      calls.push(`replace ${track.id} by ${by?.id}`);
    },
    removeTrack: (track: MediaStreamTrack) => calls.push(`remove ${track.id}`),
  };
  const media = { tracks: new Map(now), streamOf: () => ({}) as MediaStream };
  expect(sendTracks(peer, new Map(before), media)).toEqual(new Map(now));
  return calls;
}

test("new tracks are added, stopped tracks are removed, and unchanged tracks stay", () => {
  expect(asked([], [["camera", camera]])).toEqual(["add camera"]);
  expect(asked([["camera", camera]], [])).toEqual(["remove camera"]);
  expect(asked([["camera", camera]], [["camera", camera]])).toEqual([]);
  expect(
    asked(
      [["camera", camera]],
      [
        ["microphone", microphone],
        ["camera", camera],
      ],
    ),
  ).toEqual(["add microphone"]);
});

test("the track of another device replaces the previous track", () => {
  expect(asked([["camera", camera]], [["camera", another]])).toEqual([
    "replace camera by another camera",
  ]);
});
