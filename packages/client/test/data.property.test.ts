import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { beforeEach, expect, test, vi } from "vitest";
import { RTCPeerConnection as NodeConnection } from "werift";
import { retried } from "../../../testing/kit/werift.ts";
import { channelPair } from "../src/channel/testing.ts";
import {
  type ConnectionConstructor,
  type Data,
  joinRoom,
  type Peer,
  type Room,
} from "../src/index.ts";

/** `npm run test:courses` tests more courses than by default. `DATA_SEED` sets others. */
const courses = {
  numRuns: Number(process.env["DATA_COURSES"] ?? 15),
  seed: Number(process.env["DATA_SEED"] ?? 20_261_129),
};

const kinds = ["text", "buffer", "bytes", "words", "view", "shared"] as const;

type Kind = (typeof kinds)[number];

const longTest = { ...retried, timeout: 600_000 };

/** A step of an application. */
type Act =
  | { readonly type: "send"; readonly kind: Kind; readonly size: number }
  /** Larger than werift (0.24) accepts. */
  | { readonly type: "send too much"; readonly kind: Kind }
  /** Neither a text nor binary. */
  | { readonly type: "send nonsense"; readonly data: unknown }
  | { readonly type: "turn" };

/** Nothing empty: werift (0.24) receives that, but does not send it. */
const size = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 4, max: 200 }) },
  { weight: 2, arbitrary: fc.integer({ min: 201, max: 20_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 65_000, max: 65_536 }) },
);
const kind = fc.constantFrom(...kinds);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant("send"), kind, size }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("send too much"), kind }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("send nonsense"),
      data: fc.constantFrom(undefined, null, 1, {}, [1], new Blob(["blob"])),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("turn") }) },
);

interface Side {
  readonly before: readonly Act[];
  readonly after: readonly Act[];
  /** A listener of `data` that throws, ahead of the one that counts. */
  readonly throws: boolean;
  /** Sends something when an error is reported. */
  readonly sendsOnError: boolean;
}

const acts = fc.array(act, { maxLength: 25 });
const side: fc.Arbitrary<Side> = fc.record({
  before: acts,
  after: acts,
  throws: fc.boolean(),
  sendsOnError: fc.boolean(),
});

const thrown = new Error("of a listener");
const reported: unknown[] = [];

beforeEach(() => {
  vi.stubGlobal("reportError", (error: unknown) => reported.push(error));
  return () => {
    vi.unstubAllGlobals();
  };
});

const step = 4;

/** Data of about that size, and the memory it is in. */
function make(kind: Kind, size: number, fill: number) {
  if (kind === "text") return { data: String.fromCharCode(97 + (fill % 26)).repeat(size) };
  const length = Math.floor(size / step) * step;
  const memory = kind === "shared" ? new SharedArrayBuffer(length) : new ArrayBuffer(length);
  const bytes = new Uint8Array(memory).fill(fill);
  const views: Readonly<Record<Exclude<Kind, "text">, Data>> = {
    buffer: memory as ArrayBuffer,
    bytes,
    words: new Uint32Array(memory),
    view: new DataView(memory, 1, length - 2),
    shared: bytes,
  };
  return { data: views[kind], bytes };
}

/** Describes data in a few words, to compare and to show it. */
function summary(data: Data): string {
  if (typeof data === "string") return `text ${data.length} ${data.slice(0, 1)}`;
  const bytes = ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
  return `binary ${[bytes.length, ...new Set(bytes)].join(" ")}`;
}

/** One application, with the data that it has sent and received. */
class Application {
  readonly sent: string[] = [];
  readonly received: string[] = [];
  readonly errors: string[] = [];
  readonly #peer: Peer;
  readonly #side: Side;
  #made = 0;
  #refusedEarly = 0;

  constructor(peer: Peer, side: Side) {
    this.#peer = peer;
    this.#side = side;
    peer.on("data", () => {
      if (side.throws) throw thrown;
    });
    peer.on("data", (data) => {
      if (typeof data !== "string" && !(data instanceof ArrayBuffer))
        throw new TypeError(`${data}`);
      this.received.push(summary(data));
    });
    peer.on("error", ({ code }) => {
      this.errors.push(code);
      if (side.sendsOnError) this.#send("text", 10);
    });
  }

  async act(when: "before" | "after"): Promise<void> {
    for (const act of this.#side[when]) {
      if (act.type === "turn" && when === "after") await setImmediate();
      if (act.type === "send") this.#send(act.kind, act.size);
      if (act.type === "send nonsense") {
        expect(() => this.#peer.send(act.data as Data)).toThrow(TypeError);
      }
      if (act.type === "send too much") this.#sendTooMuch(act.kind, when);
    }
  }

  /** Resolves when the connection stands: until then the text waits. */
  async connected(): Promise<void> {
    this.#send("text", 10);
    await this.#peer.flush();
  }

  /** All data that no `send` has refused, and that was not sent, was reported once. */
  expectReports(): void {
    expect(this.errors).toEqual(Array(this.#refusedEarly).fill("too-large"));
  }

  #send(kind: Kind, size: number): void {
    this.#made += 1;
    const { data, bytes } = make(kind, size, this.#made % 251);
    this.sent.push(summary(data));
    this.#peer.send(data);
    // From here on the memory is the application's again.
    bytes?.fill(255);
  }

  #sendTooMuch(kind: Kind, when: "before" | "after"): void {
    const { data } = make(kind, 70_000, 1);
    if (when === "after") expect(() => this.#peer.send(data)).toThrow("too large");
    else {
      this.#peer.send(data);
      this.#refusedEarly += 1;
    }
  }
}

function rooms(): Promise<[Room, Room]> {
  const options = {
    rtc: { iceServers: [], iceAdditionalHostAddresses: ["127.0.0.1"] } as RTCConfiguration,
    RTCPeerConnection: NodeConnection as unknown as ConnectionConstructor,
  };
  const [one, two] = channelPair(["ada", "bob"]);
  return Promise.all([
    joinRoom({ channel: one, ...options }),
    joinRoom({ channel: two, ...options }),
  ]);
}

const peerOf = (room: Room) => new Promise<Peer>((resolve) => room.once("peer", resolve));

test(
  "[case K4] [case K5] [case K14] accepted data arrives unchanged, once and in order, although the sender leaves",
  longTest,
  async () => {
    await fc.assert(
      fc.asyncProperty(side, side, fc.boolean(), async (one, two, isAdaFirst) => {
        reported.length = 0;
        const [first, second] = isAdaFirst ? await rooms() : (await rooms()).reverse();
        if (!first || !second) throw new Error("there are two");
        const peers = await Promise.all([peerOf(first), peerOf(second)]);
        const leaving = new Application(peers[0], one);
        const staying = new Application(peers[1], two);
        await Promise.all([leaving.act("before"), staying.act("before")]);
        await Promise.all([leaving.connected(), staying.connected()]);
        await Promise.all([leaving.act("after"), staying.act("after")]);
        await vi.waitFor(() => expect(leaving.received).toEqual(staying.sent), 20_000);
        await first.leave({ flushMs: 60_000 });
        await second.leave();
        expect(staying.received).toEqual(leaving.sent);
        for (const application of [leaving, staying]) application.expectReports();
        expect(reported.every((error) => error === thrown)).toBe(true);
        expect(reported).toHaveLength(
          (one.throws ? leaving.received.length : 0) + (two.throws ? staying.received.length : 0),
        );
      }),
      courses,
    );
  },
);
