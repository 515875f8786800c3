import { expect, onTestFinished, test } from "vitest";
import { RTCPeerConnection as NodeConnection } from "werift";
import { Peer } from "./peer.ts";
import { channelPair } from "./testing.ts";

/** Two peers in one process, connected by nothing but this machine. */
async function pair(): Promise<readonly [Peer, Peer]> {
  const [ada, bob] = channelPair(["ada", "bob"]);
  const peers = [
    new Peer({ connection: connection(), channel: ada, id: "bob" }),
    new Peer({ connection: connection(), channel: bob, id: "ada" }),
  ] as const;
  await Promise.all([ada.connect(), bob.connect()]);
  return peers;
}

function connection(): RTCPeerConnection {
  const made = new NodeConnection({ iceServers: [], iceAdditionalHostAddresses: ["127.0.0.1"] });
  onTestFinished(() => made.close());
  return made as unknown as RTCPeerConnection;
}

test("what both say before there is a connection arrives, in order, and no channel of it is seen", async () => {
  const peers = await pair();
  const opened: string[] = [];
  for (const peer of peers) peer.on("channel", ({ label }) => opened.push(label));
  const heard = peers.map(
    (peer) =>
      new Promise((resolve) => {
        const data: unknown[] = [];
        peer.on("data", (value) => data.push(value) === 2 && resolve(data));
      }),
  );

  for (const peer of peers) {
    peer.send("one");
    peer.send("two");
  }

  expect(await Promise.all(heard)).toEqual([
    ["one", "two"],
    ["one", "two"],
  ]);
  expect(opened).toEqual([]);
});
