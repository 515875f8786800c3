import { expect, test } from "vitest";
import { chromiumStats } from "../reading/stats-samples.ts";
import { inspect, type MeasuredPeer } from "./measuring.ts";

const transceiver = {
  mid: "1",
  direction: "sendrecv",
  currentDirection: null,
  receiver: { track: { kind: "video" } },
};

/** A peer whose connection has the statistics of a browser. */
function measuredPeer(state: RTCPeerConnectionState): MeasuredPeer {
  const connection = {
    getStats: async () => chromiumStats,
    getTransceivers: () => [transceiver],
  };
  const problem = { cause: "no-route", reason: "None worked.", action: "Check.", details: [] };
  return { state, connection, diagnose: async () => [problem] } as unknown as MeasuredPeer;
}

test("an inspection has the pairs, the transceivers with their codecs, and the problems", async () => {
  expect(await inspect(measuredPeer("failed"))).toMatchObject({
    state: "failed",
    pairs: [{ id: "CPb" }, { id: "CPc" }, { id: "CPa" }],
    transceivers: [
      {
        mid: "1",
        kind: "video",
        direction: "sendrecv",
        currentDirection: null,
        codecs: { sent: ["VP8"], received: ["H264"] },
      },
    ],
    samples: [{ roundTripMs: 1 }],
    problems: [{ cause: "no-route" }],
  });
});

test("the samples of a peer are kept", async () => {
  const peer = measuredPeer("connected");
  await inspect(peer);
  expect((await inspect(peer)).samples).toHaveLength(2);
});

test("a closed connection is not diagnosed", async () => {
  expect(await inspect(measuredPeer("closed"))).toMatchObject({ problems: [] });
});
