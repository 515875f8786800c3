import {
  type ConnectionConstructor,
  joinRoom,
  type Peer,
  type Room,
  ServerChannel,
} from "simple-webrtc-signaling-client";
import { expect, onTestFinished, test } from "vitest";
import { RTCPeerConnection as NodeConnection } from "werift";
import { startServerHere } from "../kit/server-here.ts";
import { retried } from "../kit/werift.ts";
import { transportOptions } from "./client-transport.ts";

const adminToken = "an admin token for tests";

async function startServer() {
  const { url, facts } = await startServerHere({ adminToken });
  const administer = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${adminToken}` };
    const answer = await fetch(`${url}/admin/${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    expect(answer.status).toBe(200);
  };
  return { url, facts, administer };
}

/** A room and its recorded events. */
async function enter(url: string, peerId: string) {
  const room = await joinRoom({
    ...transportOptions,
    url,
    peerId,
    RTCPeerConnection: NodeConnection as unknown as ConnectionConstructor,
    rtc: { iceServers: [] },
  });
  const said: unknown[] = [];
  const ended = new Promise<void>((resolve) => {
    room.on("state", (state) => said.push(state));
    room.on("error", ({ error }) => {
      said.push(error.code);
      resolve();
    });
  });
  onTestFinished(() => room.leave());
  return { room, said, ended };
}

const nextNotice = (room: Room) => new Promise((resolve) => room.on("notice", resolve));

/** Waits until the server has handled everything that a client that reconnects at once would have sent by now. */
async function laterVisit(url: string): Promise<void> {
  const channel = new ServerChannel({
    url,
    peerId: "later",
    room: "another",
    ...transportOptions,
  });
  onTestFinished(() => channel.disconnect());
  await channel.connect();
}

test.each([
  ["kicked", "rooms/lobby/peers/ada"],
  ["room-closed", "rooms/lobby"],
])("%s: the room closes with that code, and does not reconnect", async (code, path) => {
  const { url, facts, administer } = await startServer();
  const { room, said, ended } = await enter(url, "ada");
  await administer("DELETE", path);
  await ended;
  expect(room.state).toBe("closed");
  // A client that reconnects after a disconnect by the server does so at once, and therefore before this one.
  await laterVisit(url);
  expect(said).toEqual(["closed", code]);
  const joined = facts.filter(({ type }) => type === "peer.joined");
  expect(joined).toMatchObject([{ peerId: "ada" }, { peerId: "later" }]);
});

test("a kicked peer closes all its connections", retried, async () => {
  const { url, administer } = await startServer();
  const { room, ended } = await enter(url, "ada");
  const met = new Promise<Peer>((resolve) => room.on("peer", resolve));
  await enter(url, "bob");
  const bob = await met;
  const left = new Promise((resolve) => room.on("leave", resolve));
  await administer("DELETE", "rooms/lobby/peers/ada");
  await ended;
  expect(await left).toBe(bob);
  expect([room.peers, bob.state]).toEqual([[], "closed"]);
});

test("a room receives a notice of an administrator", async () => {
  const { url, administer } = await startServer();
  const { room } = await enter(url, "ada");
  const notice = nextNotice(room);
  await administer("POST", "notices", { text: "<b>Restart</b> at 5" });
  expect(await notice).toEqual({ text: "<b>Restart</b> at 5" });
  expect(room.state).toBe("connected");
});
