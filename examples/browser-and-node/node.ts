/**
 * A Node program in a room with browsers: it answers what they say over a data channel.
 *
 *     npm run dev
 *     npm run browser-and-node
 *
 * and the page beside this file, in a browser.
 */
import {
  type ConnectionConstructor,
  joinRoom,
  type SignalingError,
} from "simple-webrtc-signaling-client";
import { RTCPeerConnection } from "werift";
import { complain } from "../complain.ts";
import { onInterrupt } from "../on-interrupt.ts";
import { say } from "../say.ts";
import { settings } from "../settings.ts";

const room = await joinRoom({
  ...settings,
  room: "browser-and-node",
  peerId: "node",
  // Node has no WebRTC of its own. werift's works as the standard's does, but has types of its own.
  RTCPeerConnection: RTCPeerConnection as unknown as ConnectionConstructor,
  // All on one machine. Between machines, `iceServers` names a STUN or TURN server.
  rtc: { iceServers: [], iceAdditionalHostAddresses: ["127.0.0.1"] } as RTCConfiguration,
}).catch((error: SignalingError) => {
  complain(error);
  process.exit(1);
});
say(`node is in the room at ${settings.url}`);

room.on("peer", (peer) => {
  say(`${peer.id} is here`);
  peer.on("data", (text) => {
    say(`${peer.id} says: ${text}`);
    peer.send(`I hear you say: ${text}`);
  });
});
room.on("leave", ({ id }) => say(`${id} has left`));

onInterrupt(() => void room.leave());
