import { expect, onTestFinished, test } from "vitest";
import { RTCPeerConnection as NodeConnection } from "werift";
import { PerfectNegotiation } from "./perfect-negotiation.ts";
import type { SignalingChannel } from "./signaling-channel.ts";
import { channelPair } from "./testing.ts";

type Carrier = Pick<SignalingChannel, "peerId" | "sendTo" | "onMessage">;

function negotiate(channel: Carrier, remotePeerId: string) {
  const connection = new NodeConnection({
    iceServers: [],
    iceAdditionalHostAddresses: ["127.0.0.1"],
  }) as unknown as RTCPeerConnection;
  const negotiation = new PerfectNegotiation({ connection, channel, remotePeerId });
  onTestFinished(() => {
    negotiation.close();
    connection.close();
  });
  return connection;
}

const connected = (connection: RTCPeerConnection) =>
  new Promise<void>((resolve) => {
    connection.addEventListener("connectionstatechange", () => {
      if (connection.connectionState === "connected") resolve();
    });
  });

test("an offer is no collision while the own one is answered but not acknowledged", async () => {
  const [one, two] = channelPair(["ada", "bob"]);
  await Promise.all([one.connect(), two.connect()]);
  const unacknowledged: Carrier = {
    peerId: two.peerId,
    sendTo: (target, content) => {
      void two.sendTo(target, content);
      return new Promise(() => {});
    },
    onMessage: (listener) => two.onMessage(listener),
  };
  const ada = negotiate(one, "bob");
  const bob = negotiate(unacknowledged, "ada");
  const both = Promise.all([connected(ada), connected(bob)]);
  bob.createDataChannel("first");
  await both;

  const tracked = new Promise((resolve) => bob.addEventListener("track", resolve));
  ada.addTransceiver("video");
  await tracked;
  expect(bob.connectionState).toBe("connected");
});
