import fc from "fast-check";
import { beforeEach, expect, test, vi } from "vitest";
import { RTCPeerConnection as NodeConnection } from "werift";
import { retried } from "../../../testing/kit/werift.ts";
import { channelPair } from "../src/channel/testing.ts";
import { type ConnectionConstructor, joinRoom, type Peer, type Room } from "../src/index.ts";

/** Side effects of an application's listener. */
const sideEffects = ["throws", "ends itself", "ends itself and throws", "ends the next"] as const;

type SideEffect = (typeof sideEffects)[number];

const longTest = { ...retried, timeout: 120_000 };

const roomEvents = ["peer", "leave", "state", "error", "step"] as const;
const peerEvents = ["data", "channel", "state", "step", "error"] as const;

interface Misbehavior {
  readonly event: (typeof roomEvents)[number] | `peer ${(typeof peerEvents)[number]}`;
  readonly sideEffect: SideEffect;
  /** Added before the listener that behaves well, or behind it. */
  readonly isFirst: boolean;
}

const misbehaviors: fc.Arbitrary<Misbehavior> = fc.record({
  event: fc.constantFrom(...roomEvents, ...peerEvents.map((name) => `peer ${name}` as const)),
  sideEffect: fc.constantFrom(...sideEffects),
  isFirst: fc.boolean(),
});

const thrown = new Error("of a listener");
const reported: unknown[] = [];

beforeEach(() => {
  vi.stubGlobal("reportError", (error: unknown) => reported.push(error));
  return () => {
    vi.unstubAllGlobals();
  };
});

type On = (listener: () => void) => () => void;

function misbehave(on: On, sideEffect: SideEffect): void {
  const off = on(() => {
    if (sideEffect !== "throws") off();
    if (sideEffect === "ends the next") next();
    if (sideEffect === "throws" || sideEffect === "ends itself and throws") throw thrown;
  });
  const next = on(() => {});
}

function watch(room: Room, all: readonly Misbehavior[], received: string[]) {
  const on = (isFirst: boolean) => {
    for (const one of all) {
      if (one.isFirst !== isFirst || one.event.startsWith("peer ")) continue;
      misbehave((listener) => room.on(one.event as "peer", listener), one.sideEffect);
    }
  };
  on(true);
  room.on("peer", (peer) => {
    received.push(`peer ${peer.id}`);
    watchPeer(peer, all, received);
  });
  room.on("leave", (peer) => received.push(`leave ${peer.id}`));
  on(false);
}

function watchPeer(peer: Peer, all: readonly Misbehavior[], received: string[]) {
  const on = (isFirst: boolean) => {
    for (const one of all) {
      const [, name] = one.event.split(" ");
      if (one.isFirst !== isFirst || name === undefined) continue;
      misbehave((listener) => peer.on(name as "data", listener), one.sideEffect);
    }
  };
  on(true);
  peer.on("data", (data) => received.push(`data ${data}`));
  on(false);
}

/** Two rooms meet, talk and leave. Returns what one of them received. */
async function meeting(all: readonly Misbehavior[]): Promise<readonly string[]> {
  const [one, two] = channelPair(["ada", "bob"]);
  const options = {
    rtc: { iceServers: [], iceAdditionalHostAddresses: ["127.0.0.1"] } as RTCConfiguration,
    RTCPeerConnection: NodeConnection as unknown as ConnectionConstructor,
  };
  const [ada, bob] = await Promise.all([
    joinRoom({ channel: one, ...options }),
    joinRoom({ channel: two, ...options }),
  ]);
  const received: string[] = [];
  watch(ada, all, received);
  const toAda = await new Promise<Peer>((resolve) => bob.once("peer", resolve));
  toAda.send("hello");
  await vi.waitFor(() => expect(received).toContain("data hello"), 10_000);
  toAda.createDataChannel("more");
  const connections = ada.peers.map(({ connection }) => connection);
  await ada.leave();
  await bob.leave();
  expect([ada.state, bob.state]).toEqual(["closed", "closed"]);
  expect(connections.map(({ connectionState }) => connectionState)).toEqual(["closed"]);
  return received;
}

test(
  "[case K6] [case K27] no action of a listener affects other listeners or the room",
  longTest,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(misbehaviors, { minLength: 1, maxLength: 8 }), async (all) => {
        reported.length = 0;
        expect(await meeting(all)).toEqual(["peer bob", "data hello", "leave bob"]);
        expect(reported.every((error) => error === thrown)).toBe(true);
      }),
      { numRuns: 25 },
    );
  },
);

test(
  "[case K6] exceptions of listeners at every event are reported, and the room works",
  longTest,
  async () => {
    const all = [...roomEvents, ...peerEvents.map((name) => `peer ${name}` as const)].flatMap(
      (event) => sideEffects.map((sideEffect) => ({ event, sideEffect, isFirst: true })),
    );
    reported.length = 0;
    expect(await meeting(all)).toEqual(["peer bob", "data hello", "leave bob"]);
    // Of those that end themselves at least one throws for each of: peer, leave, state, step, and of the peer: data, state, step.
    expect(reported.length).toBeGreaterThan(7);
  },
);
