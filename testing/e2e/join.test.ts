import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { setImmediate } from "node:timers/promises";
import {
  type ConnectionConstructor,
  type JoinRoomOptions,
  joinRoom,
  type Room,
  ServerChannel,
  type SignalingError,
} from "simple-webrtc-signaling-client";
import type { Fact } from "simple-webrtc-signaling-server";
import { expect, onTestFinished, test, vi } from "vitest";
import { RTCPeerConnection as NodeConnection } from "werift";
import { Program } from "../kit/command.ts";
import { startServerHere } from "../kit/server-here.ts";
import { startServer as startProcess } from "../kit/server-program.ts";
import { transportOptions } from "./client-transport.ts";
import { misbehavingServer } from "./misbehaving-server.ts";
import type { MisbehaviorName } from "./misbehaviors.ts";
import { startUpgradeProxy } from "./upgrade-proxy.ts";

const token = "the token of these tests";

async function startServer() {
  const { url, facts } = await startServerHere({
    token,
    maxFailedAuthentications: 0,
    // A peer that only lost its connection would stay in the roster longer than any test.
    sessionGrace: 600,
  });
  const count = (type: Fact["type"]) => facts.filter((fact) => fact.type === type).length;
  return { url, facts, count };
}

const webrtc: JoinRoomOptions = {
  RTCPeerConnection: NodeConnection as unknown as ConnectionConstructor,
  rtc: { iceServers: [] },
};

function join(options: JoinRoomOptions): Promise<Room> {
  return joinRoom({ token, ...transportOptions, ...webrtc, ...options });
}

async function failureOf(joined: Promise<unknown>): Promise<unknown> {
  return joined.then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

/** Expects that only the witness is present, with a single connection. */
async function expectNothingLeft({ url, count }: Awaited<ReturnType<typeof startServer>>) {
  const connections = () => count("socket.connected") - count("socket.disconnected");
  const peers = () => count("peer.joined") - count("peer.left");
  await expect.poll(() => [connections(), peers()]).toEqual([0, 0]);
  const witness = new ServerChannel({ url, token, peerId: "me", ...transportOptions });
  const present = new Promise((resolve) => witness.on("ready", resolve));
  await witness.connect();
  expect(await present).toEqual([]);
  witness.disconnect();
}

const reason = new Error("not wanted any more");

test("[case K11] a join with an aborted signal does nothing", async () => {
  const { url, facts } = await startServer();
  const options = { url, peerId: "me", signal: AbortSignal.abort(reason) };
  expect(await failureOf(join(options))).toBe(reason);
  expect(facts.map(({ type }) => type)).toEqual(["server.listening"]);
});

test.each(["pass", "refuse"] as const)(
  "[case K11] a join that is canceled at any moment leaves no connection on the server (WebSockets: %s)",
  async (upgrades) => {
    const server = await startServer();
    const { url } = await startUpgradeProxy(server.url, upgrades);
    let canceled = 0;
    for (let turns = 0; turns < 120; turns += turns < 40 ? 1 : 8) {
      const control = new AbortController();
      const joined = join({ url, peerId: "me", signal: control.signal });
      const outcome = failureOf(joined);
      for (let turn = 0; turn < turns; turn += 1) await setImmediate();
      control.abort(reason);
      const error = await outcome;
      if (error === undefined) await (await joined).leave();
      else {
        canceled += 1;
        expect(error).toBe(reason);
      }
    }
    expect(canceled).toBeGreaterThan(5);
    await expectNothingLeft(server);
  },
);

test.each<MisbehaviorName>([
  "says nothing",
  "opens and says nothing more",
  "never answers ready",
  "is too busy to connect anybody",
])("[case K11] a join to a server that %s is canceled at once", async (manner) => {
  const { url, connectedAtMs, connections } = await misbehavingServer(manner);
  const control = new AbortController();
  const outcome = failureOf(join({ url, signal: control.signal }));
  await expect.poll(() => connectedAtMs.length).toBeGreaterThan(0);
  control.abort(reason);
  expect(await outcome).toBe(reason);
  await expect.poll(connections).toBe(0);
});

test("[case K11] a join that waits for its token is canceled at once", async () => {
  const { url, count } = await startServer();
  const control = new AbortController();
  const isAsked = new Promise<void>((asked) => {
    void failureOf(
      join({
        url,
        signal: control.signal,
        token: () => {
          asked();
          return new Promise(() => {});
        },
      }),
    ).then((error) => outcome.push(error));
  });
  const outcome: unknown[] = [];
  await isAsked;
  control.abort(reason);
  await expect.poll(() => outcome).toEqual([reason]);
  expect(count("socket.connected")).toBe(0);
});

test("[case K11] a signal has no effect after the join", async () => {
  const server = await startServer();
  const control = new AbortController();
  const room = await join({ url: server.url, signal: control.signal });
  control.abort(reason);
  expect(room.state).toBe("connected");
  await room.leave();
});

test("[case K11] a join replaces a pending join of the same page with the same id", async () => {
  const server = await startServer();
  const { url } = server;
  for (let time = 0; time < 20; time += 1) {
    const first = failureOf(join({ url, peerId: "me" }).then((room) => room.leave()));
    const room = await join({ url, peerId: "me" });
    expect(await first).toMatchObject({ code: "peer-replaced" });
    expect(room.state).toBe("connected");
    await room.leave();
  }
  await expectNothingLeft(server);
});

test("[case K11] a join replaces a room of the same page, which closes with `peer-replaced`", async () => {
  const server = await startServer();
  const { url } = server;
  const other = await join({ url, peerId: "other" });
  const first = await join({ url, peerId: "me" });
  const errors: SignalingError[] = [];
  first.on("error", ({ error }) => errors.push(error));
  await expect.poll(() => first.peers.length).toBe(1);
  const second = await join({ url, peerId: "me" });
  expect(errors).toMatchObject([{ code: "peer-replaced" }]);
  expect([first.state, first.peers, second.state]).toEqual(["closed", [], "connected"]);
  await expect.poll(() => [second.peers.length, other.peers.length]).toEqual([1, 1]);
  // Another room, server or peer id is not replaced.
  const elsewhere = await join({ url, peerId: "me", room: "elsewhere" });
  expect(second.state).toBe("connected");
  await Promise.all([elsewhere, second, other, first].map((room) => room.leave()));
  await expectNothingLeft(server);
});

test("[case K11] a left room is not replaced, and its id is free", async () => {
  const server = await startServer();
  const { url } = server;
  for (let time = 0; time < 10; time += 1) {
    const room = await join({ url, peerId: "me" });
    room.on("error", ({ error }) => expect.fail(error.message));
    void room.leave();
  }
  const last = await join({ url, peerId: "me" });
  await last.leave();
  await expectNothingLeft(server);
});

/** Returns the number of listeners at the globals of a page. */
function countedListeners() {
  const listeners = new Set<unknown>();
  const target = {
    visibilityState: "visible",
    addEventListener: (_: string, listener: unknown) => listeners.add(listener),
    removeEventListener: (_: string, listener: unknown) => listeners.delete(listener),
  };
  vi.stubGlobal("addEventListener", target.addEventListener);
  vi.stubGlobal("removeEventListener", target.removeEventListener);
  vi.stubGlobal("document", target);
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  return () => listeners.size;
}

test("[case K12] no listener remains after a join that failed, was canceled or was left", async () => {
  const { url } = await startServer();
  const listeners = countedListeners();
  for (let time = 0; time < 5; time += 1) {
    const refused = await failureOf(join({ url, token: "wrong" }));
    expect(refused).toMatchObject({ code: "forbidden" });
  }
  expect(listeners()).toBe(0);
  const control = new AbortController();
  const canceled = failureOf(join({ url, signal: control.signal }));
  control.abort(reason);
  await canceled;
  expect(listeners()).toBe(0);
  const room = await join({ url });
  expect(listeners()).toBeGreaterThan(0);
  await room.leave();
  expect(listeners()).toBe(0);
});

test("[case K12] a program exits by itself after failed or canceled joins", async () => {
  const { url } = await startServer();
  // Accepts connections and never sends anything.
  const silent = createServer();
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  onTestFinished(() => {
    silent.close();
  });
  const program = new Program("testing/e2e/failing-joins.ts", {
    SERVER_URL: url,
    SILENT_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
  });
  await program.line(/failed: forbidden/);
  await program.line(/failed: unavailable/);
  await program.line(/failed: canceled/);
  expect(await program.exit).toBe(0);
});

test("[case K15] `leave` resolves within its time limit, although the server does not answer", async () => {
  const server = await startProcess();
  const room = await join({ url: server.url, token: server.token, peerId: "me" });
  const { url, token } = server;
  const patient = new ServerChannel({
    url,
    token,
    peerId: "patient",
    timeoutMs: 5_000,
    ...transportOptions,
  });
  await patient.connect();
  server.signal("SIGSTOP");
  onTestFinished(() => server.signal("SIGCONT"));
  const order: string[] = [];
  const asked = patient.send("is anybody there?").catch(() => order.push("an answer was given up"));
  await room.leave().then(() => order.push("left"));
  await asked;
  expect(order).toEqual(["left", "an answer was given up"]);
  patient.disconnect();
});

test.each([
  ["a window without events", () => vi.stubGlobal("window", globalThis)],
  ["a document that is empty", () => vi.stubGlobal("document", {})],
  ["a navigator that is empty", () => vi.stubGlobal("navigator", {})],
  ["a window that is empty", () => vi.stubGlobal("window", {})],
] as const)("[case K16] a platform with %s, as React Native, joins and leaves", async (_, stub) => {
  const { url } = await startServer();
  stub();
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  const room = await join({ url });
  expect(room.state).toBe("connected");
  await room.leave();
});
