import type { Connections } from "simple-webrtc-signaling-protocol";
import { expect, test } from "vitest";
import { ConnectionsEncoder } from "./connections-encoder.ts";

type Entry = Connections[string];

function peer(peerId: string, socketId = `socket of ${peerId}`): Entry {
  return { peerId, socketId };
}

const [ada, bob, cleo, dora] = ["ada", "bob", "cleo", "dora"].map((id) => peer(id)) as [
  Entry,
  Entry,
  Entry,
  Entry,
];

const hostile = peer('__proto__"},{', "\u2028\\");

test.each<readonly [string, readonly (readonly Entry[])[]]>([
  ["one after the other", [[], [ada], [ada, bob], [ada, bob, cleo]]],
  ["several at a time", [[ada], [ada, bob, cleo, dora]]],
  [
    "the same again",
    [
      [ada, bob],
      [ada, bob],
    ],
  ],
  ["a peer left", [[ada, bob, cleo], [ada, cleo], [cleo]]],
  ["the last one left", [[ada, bob], [ada]]],
  ["no peer is left", [[ada, bob], []]],
  [
    "a peer has another socket",
    [
      [ada, bob],
      [peer("ada", "another"), bob],
    ],
  ],
  ["another room between", [[ada], [dora], [ada, bob]]],
  ["characters that JSON escapes", [[hostile], [hostile, ada]]],
])("[R1] the text contains the present peers: %s", (_, snapshots) => {
  const encoder = new ConnectionsEncoder();
  for (const peers of snapshots) {
    const expected = peers.map(({ peerId, socketId }) => [peerId, { peerId, socketId }]);
    expect(Object.entries(JSON.parse(encoder.textOf(peers)))).toEqual(expected);
  }
});
