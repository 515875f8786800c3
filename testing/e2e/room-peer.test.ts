import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Peer } from "simple-webrtc-signaling-client";
import { beforeEach, describe, expect, test } from "vitest";
import { findPython } from "../../tools/python.ts";
import { Command, Program } from "../kit/command.ts";
import { type ServerForPrograms, startServerForPrograms } from "../kit/server-here.ts";
import { retried } from "../kit/werift.ts";
import { failureOf, joinInNode } from "./client/node-peer.ts";

// Each test starts several processes, and a busy machine takes seconds for each.
const folder = join(import.meta.dirname, "../../examples/room-peer");
const pythonProgram = join(folder, "room_peer.py");

// The peer with the smaller id is polite.
const joiners = ["aaron", "zoe"];

describe("[case K18] a room peer on stock libraries", () => {
  test.each(joiners)(
    "[Q1] [Q5] [Q6] [Q7] [Q8] exchanges data with %s of joinRoom, and both report the leave of the other",
    retried,
    async (id) => {
      const server = await startServerForPrograms();
      const program = new Program("examples/room-peer/room-peer.ts", server.environment);
      await expectTalk({ server, program, id, programId: "stock" });
    },
  );

  test("has at most 60 lines", () => {
    const lines = readFileSync(join(folder, "room-peer.ts"), "utf8").trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(60);
  });
});

describe("[case K18] a room peer in Python", () => {
  const python = findPython();
  const missing =
    "there is no Python with python-socketio and aiortc: install them, or set PYTHON_PATH";
  beforeEach(({ skip }) => skip(python === undefined && !process.env["CI"], missing));

  test.each(joiners)(
    "[Q1] [Q5] [Q6] [Q7] [Q8] exchanges data with %s of joinRoom, and both report the leave of the other",
    retried,
    async (id) => {
      if (python === undefined) throw new Error(missing);
      const server = await startServerForPrograms();
      const { environment } = server;
      const program = new Command(python, ["-u", pythonProgram], { environment });
      await expectTalk({ server, program, id, programId: "python" });
    },
  );
});

interface Talk {
  readonly server: ServerForPrograms;
  readonly program: Command;
  readonly id: string;
  readonly programId: string;
}

/** The program and a client of `joinRoom` connect, exchange data in both directions, and notice the leave of the other. */
async function expectTalk({ server, program, id, programId }: Talk): Promise<void> {
  const room = await joinInNode({ url: server.url, token: server.token, peerId: id });
  const peer = await new Promise<Peer>((resolve) => room.on("peer", resolve));
  expect(peer.id).toBe(programId);
  const received = new Promise((resolve) => peer.on("data", (data) => resolve(String(data))));
  peer.send("Good morning");
  await Promise.race([program.line(new RegExp(`^${id} says: Good morning$`)), failureOf(peer)]);
  expect(await received).toBe(`Hello ${id}, here is ${programId}`);

  await room.leave();
  await program.line(new RegExp(`^${id} has left$`));
  const again = await joinInNode({ url: server.url, token: server.token, peerId: id });
  const met = new Promise<Peer>((resolve) => again.on("peer", resolve));
  (await met).send("Here again");
  await program.line(new RegExp(`^${id} says: Here again$`));
  const left = new Promise<Peer>((resolve) => again.on("leave", resolve));
  expect(await program.end("SIGTERM")).toBe(0);
  expect((await left).id).toBe(programId);
}
