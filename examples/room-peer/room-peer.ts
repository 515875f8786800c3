/** Takes part in a `joinRoom` room on the stock socket.io-client, by the rules Q1 to Q8 of PROTOCOL.md. */
import { randomUUID } from "node:crypto";
import { io } from "socket.io-client";
import { RTCPeerConnection } from "werift";
import { onInterrupt } from "../on-interrupt.ts";
import { say } from "../say.ts";
import { settings } from "../settings.ts";
import type { Content, Message, Peer, Reply } from "./messages.ts";

const { PEER_ID: selfId = "stock", ROOM: room = "lobby" } = process.env;
const visit = randomUUID(); // this stay in the room
const peers = new Map<string, Peer>();
const socket = io(settings.url, { auth: { token: settings.token } });
socket.on("connect", () => {
  socket.emit("ready", selfId, { room, joinId: visit }, ({ value }: Reply) => {
    for (const { peerId, joinId } of value.peers) if (joinId) meet(peerId, joinId, true);
  });
});
socket.on("message", ({ from, message, action }: Message) => {
  if (action === "close" || message?.say === "bye") return leave(from);
  if (!message?.visit || message.to !== visit) return;
  const peer = meet(from, message.visit);
  peer.work = peer.work.then(() => receive(from, peer, message)).catch((error) => say(`${error}`));
});
onInterrupt(() => socket.emit("message", { visit, say: "bye" }, () => process.exit(0)));
const send = (target: string, to: string, content: Content) =>
  socket.emit("messageOne", { target, message: { ...content, visit, to } });

function meet(id: string, theirs: string, isInRoster = false): Peer {
  const known = peers.get(id);
  if (known?.visit === theirs) return known;
  leave(id);
  const connection = new RTCPeerConnection({ iceAdditionalHostAddresses: ["127.0.0.1"] });
  const peer: Peer = { visit: theirs, connection, work: Promise.resolve(), early: [] };
  peers.set(id, peer);
  connection.onicecandidate = ({ candidate }) => send(id, theirs, { candidate: candidate ?? null });
  const channel = connection.createDataChannel("data", { negotiated: true, id: 0 });
  channel.onopen = () => channel.send(`Hello ${id}, here is ${selfId}`);
  channel.onmessage = ({ data }) => say(`${id} says: ${data}`);
  if (isInRoster) peer.work = describe(id, peer); // the later peer makes the first offer
  return peer;
}
function leave(id: string): void {
  void peers.get(id)?.connection.close();
  if (peers.delete(id)) say(`${id} has left`);
}
async function describe(id: string, { visit, connection }: Peer): Promise<void> {
  await connection.setLocalDescription();
  send(id, visit, { description: connection.localDescription?.toSdp() });
}
async function receive(id: string, peer: Peer, { description, candidate }: Content) {
  const { connection, early } = peer;
  if (candidate) early.push(candidate);
  if (description) await connection.setRemoteDescription(description);
  for (const found of early.splice(0)) // one that comes before its description is tried again
    await connection.addIceCandidate(found).catch(() => early.push(found));
  if (description?.type === "offer") await describe(id, peer);
}
