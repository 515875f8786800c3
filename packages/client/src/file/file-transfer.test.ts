import { expect, test, vi } from "vitest";
import { Emitter } from "../base/emitter.ts";
import type { Room } from "../room/room.ts";
import type { Peer } from "../webrtc/peer.ts";
import { controlOf } from "./control.ts";
import {
  type FileLimits,
  type FileOffer,
  type FileProgress,
  receiveFiles,
  type SendFileOptions,
  sendFile,
  type TransferOptions,
} from "./index.ts";

/** One end of a data channel within this process: it drains one message at a time. */
class TestChannel extends EventTarget {
  readonly label: string;
  readyState: RTCDataChannelState = "connecting";
  binaryType: BinaryType = "blob";
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  mostBuffered = 0;
  readonly sent: string[] = [];
  other: TestChannel | undefined;
  readonly #line: Line;

  constructor(label: string, line: Line) {
    super();
    this.label = label;
    this.#line = line;
  }

  send(data: string | ArrayBuffer): void {
    if (this.readyState !== "open") throw new Error("not open");
    if (typeof data === "string") this.sent.push(data);
    const bytes = typeof data === "string" ? data.length : data.byteLength;
    this.bufferedAmount += bytes;
    this.mostBuffered = Math.max(this.mostBuffered, this.bufferedAmount);
    setImmediate(() => this.#deliver(data, bytes));
  }

  close(): void {
    setImmediate(() => this.#line.cut([this, this.other]));
  }

  #deliver(data: string | ArrayBuffer, bytes: number): void {
    const before = this.bufferedAmount;
    this.bufferedAmount -= bytes;
    if (this.readyState !== "open") return;
    this.#line.carried += typeof data === "string" ? 0 : bytes;
    this.other?.dispatchEvent(new MessageEvent("message", { data: this.#line.garble(data) }));
    const low = this.bufferedAmountLowThreshold;
    if (before > low && this.bufferedAmount <= low)
      this.dispatchEvent(new Event("bufferedamountlow"));
    this.#line.onCarried(this.#line.carried);
  }
}

class TestPeer extends Emitter<{ channel: TestChannel }> {
  readonly id: string;
  readonly #line: Line;
  other: TestPeer | undefined;

  constructor(id: string, line: Line) {
    super();
    this.id = id;
    this.#line = line;
  }

  createDataChannel(label: string): TestChannel {
    if (this.#line.isCut) throw new Error("closed");
    return this.#line.open(label, this.other);
  }

  receive(channel: TestChannel): void {
    this.emit("channel", channel);
  }
}

class TestRoom extends Emitter<{ peer: TestPeer; leave: TestPeer }> {
  state: Room["state"] = "connected";
  peer: TestPeer | undefined;

  override on<Name extends "peer" | "leave">(
    name: Name,
    listener: (peer: TestPeer) => void,
  ): () => void {
    const off = super.on(name, listener);
    const { peer } = this;
    if (name === "peer" && peer) queueMicrotask(() => listener(peer));
    return off;
  }

  get peers(): readonly TestPeer[] {
    return this.peer ? [this.peer] : [];
  }

  meet(peer: TestPeer): void {
    this.peer = peer;
    this.emit("peer", peer);
  }

  lose(): void {
    const { peer } = this;
    this.peer = undefined;
    if (peer) this.emit("leave", peer);
  }
}

/** One connection between two peers. */
class Line {
  isCut = false;
  carried = 0;
  garble = (data: string | ArrayBuffer): string | ArrayBuffer => data;
  onOpening = (): void => {};
  onCarried = (_bytes: number): void => {};
  readonly channels: TestChannel[] = [];

  open(label: string, to: TestPeer | undefined): TestChannel {
    const near = new TestChannel(label, this);
    const far = new TestChannel(label, this);
    near.other = far;
    far.other = near;
    this.channels.push(near, far);
    this.onOpening();
    setImmediate(() => {
      if (this.isCut) return;
      near.readyState = "open";
      far.readyState = "open";
      to?.receive(far);
      near.dispatchEvent(new Event("open"));
    });
    return near;
  }

  /** As when a connection is lost: without another message. */
  lose(): void {
    this.isCut = true;
    this.cut(this.channels);
  }

  /** A browser can deliver a message of a channel that is closed. */
  deliverLate(): void {
    for (const channel of this.channels) {
      channel.dispatchEvent(new MessageEvent("message", { data: new ArrayBuffer(1_000) }));
    }
  }

  cut(channels: readonly (TestChannel | undefined)[]): void {
    for (const channel of channels) {
      if (!channel || channel.readyState === "closed") continue;
      channel.readyState = "closed";
      channel.dispatchEvent(new Event("close"));
    }
  }
}

/** Two rooms, and the connection between them. */
function conversation() {
  const rooms = { ada: new TestRoom(), bob: new TestRoom() };
  const connect = () => {
    const line = new Line();
    const bob = new TestPeer("bob", line);
    const ada = new TestPeer("ada", line);
    bob.other = ada;
    ada.other = bob;
    rooms.ada.meet(bob);
    rooms.bob.meet(ada);
    return { line, bob };
  };
  const { line, bob } = connect();
  const send = (file: Blob, options?: SendFileOptions) =>
    sendFile(rooms.ada as unknown as Room, bob as unknown as Peer, file, options);
  const receive = (options?: FileLimits) => {
    const offers: FileOffer[] = [];
    const next: ((offer: FileOffer) => void)[] = [];
    const off = receiveFiles(
      rooms.bob as unknown as Room,
      (offer) => {
        offers.push(offer);
        next.shift()?.(offer);
      },
      options,
    );
    const offered = () => new Promise<FileOffer>((resolve) => next.push(resolve));
    return { offers, offered, off };
  };
  return { rooms, line, connect, send, receive };
}

const bytesOf = (size: number) => new Uint8Array(size).map((_, index) => index % 251);
const hasBytes = async (content: Blob, size: number) =>
  Buffer.from(bytesOf(size)).equals(Buffer.from(await content.arrayBuffer()));
const fileOf = (size: number, name = "film.mp4") => new File([bytesOf(size)], name);

/** Offers a file, and accepts it. */
async function transfer(size: number, sending?: SendFileOptions, receiving?: TransferOptions) {
  const talk = conversation();
  const { offered, offers } = talk.receive();
  const isOffered = offered();
  const sent = talk.send(fileOf(size), sending);
  sent.catch(() => {});
  const offer = await isOffered;
  const received = offer.accept(receiving);
  received.catch(() => {});
  return { ...talk, offers, sent, received, offer };
}

test("[Q14] a file arrives unchanged, and the queue of the sender stays small", async () => {
  const progress: FileProgress[] = [];
  const { line, sent, received, offer } = await transfer(5_000_001, {
    onProgress: (one) => progress.push(one),
  });
  expect(offer).toMatchObject({ name: "film.mp4", size: 5_000_001, peer: { id: "ada" } });
  const content = await received;
  await sent;
  expect(content.type).toBe("application/octet-stream");
  expect(await hasBytes(content, 5_000_001)).toBe(true);
  expect(Math.max(...line.channels.map(({ mostBuffered }) => mostBuffered))).toBeLessThan(
    1_200_000,
  );
  const states = progress.map(({ state }) => state).filter((one, at, all) => one !== all[at - 1]);
  expect(states).toEqual(["offered", "moving", "checking"]);
  expect(progress.length).toBeLessThanOrEqual(103);
  expect(progress.at(-1)).toEqual({ state: "checking", bytes: 5_000_001, size: 5_000_001 });
  const steps = progress.map(({ bytes }) => bytes);
  expect(steps).toEqual([...steps].sort((one, other) => one - other));
});

test("[case K7] a value that is no file is refused, and the error says what to pass", async () => {
  const { send } = conversation();
  for (const given of [new Uint8Array(3), new ArrayBuffer(3), "text", null, undefined]) {
    await expect(send(given as unknown as Blob)).rejects.toThrow(
      new TypeError("`sendFile` accepts a Blob or a File; wrap other data: `new Blob([data])`"),
    );
  }
});

test("[case K15] a file for a peer that has left before is not sent", async () => {
  const { rooms, send } = conversation();
  rooms.ada.lose();
  await expect(send(fileOf(10), { resumeMs: 50 })).rejects.toMatchObject({ code: "peer-gone" });
});

test("[Q14] an empty file is transferred", async () => {
  const { sent, received } = await transfer(0);
  expect((await received).size).toBe(0);
  await sent;
});

test("[Q14] a declined file is not sent", async () => {
  const { line, send, receive } = conversation();
  const { offered } = receive();
  const isOffered = offered();
  const sent = expect(send(fileOf(1_000))).rejects.toMatchObject({ code: "declined" });
  const offer = await isOffered;
  offer.decline();
  await sent;
  expect(line.carried).toBe(0);
  expect(offer.withdrawn.aborted).toBe(true);
  await expect(offer.accept()).rejects.toMatchObject({ code: "declined" });
});

test.each([
  [
    "throws",
    () => {
      throw new Error("no disk");
    },
  ],
  ["rejects", () => Promise.reject(new Error("no disk"))],
])("[Q14] a file is declined if the listener %s", async (_, listener) => {
  const reported: unknown[] = [];
  vi.stubGlobal("reportError", (error: unknown) => reported.push(error));
  const { rooms, send } = conversation();
  receiveFiles(rooms.bob as unknown as Room, listener);
  await expect(send(fileOf(1_000))).rejects.toMatchObject({ code: "declined" });
  expect(reported).toEqual([new Error("no disk")]);
});

test("[Q14] a file above a limit is refused on either side, with the limit", async () => {
  const { send, receive } = conversation();
  const { offers } = receive({ maxBytes: 500 });
  await expect(send(fileOf(501))).rejects.toMatchObject({
    code: "too-large",
    message: 'the file has 501 bytes; the limit of peer "bob" is 500',
  });
  await expect(send(fileOf(501), { maxBytes: 400 })).rejects.toMatchObject({ code: "too-large" });
  expect(offers).toEqual([]);
});

test.each(["sender", "receiver"] as const)("[Q14] the %s can cancel a transfer", async (side) => {
  const control = new AbortController();
  const reason = new Error("enough");
  const onProgress = ({ bytes }: FileProgress) => bytes > 1_000_000 && control.abort(reason);
  const options = { signal: control.signal, onProgress };
  const { sent, received, line } =
    side === "sender"
      ? await transfer(20_000_000, options)
      : await transfer(20_000_000, {}, options);
  const [own, other] = side === "sender" ? [sent, received] : [received, sent];
  await expect(own).rejects.toBe(reason);
  await expect(other).rejects.toMatchObject({ code: "canceled" });
  expect(line.carried).toBeLessThan(10_000_000);
});

test("[Q14] an offer is withdrawn when its sender cancels before the decision", async () => {
  const { send, receive } = conversation();
  const { offered } = receive();
  const control = new AbortController();
  const isOffered = offered();
  const sent = expect(send(fileOf(9), { signal: control.signal })).rejects.toThrow("enough");
  const offer = await isOffered;
  control.abort(new Error("enough"));
  await sent;
  await expect.poll(() => offer.withdrawn.aborted).toBe(true);
  await expect(offer.accept()).rejects.toMatchObject({ code: "canceled" });
});

test("[Q14] the sender closes the channel of a canceled transfer to a peer that receives no files", async () => {
  const { line, send } = conversation();
  const control = new AbortController();
  const sent = send(fileOf(9), { signal: control.signal });
  await expect.poll(() => line.channels.map(({ readyState }) => readyState)).toContain("open");
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  control.abort(new Error("enough"));
  await expect(sent).rejects.toThrow("enough");
  vi.advanceTimersByTime(5_000);
  vi.useRealTimers();
  await expect.poll(() => line.channels[0]?.readyState).toBe("closed");
});

test("[Q14] a transfer that is canceled before its channel is open offers nothing", async () => {
  const { line, send, receive } = conversation();
  const { offers } = receive();
  const control = new AbortController();
  const sent = expect(send(fileOf(9), { signal: control.signal })).rejects.toThrow("enough");
  line.onOpening = () => queueMicrotask(() => control.abort(new Error("enough")));
  await sent;
  const [near] = line.channels;
  await expect.poll(() => near?.readyState).toBe("closed");
  expect([near?.sent, offers]).toEqual([[], []]);
});

test("[Q14] content that was changed in transit is discarded", async () => {
  const talk = conversation();
  talk.line.garble = (data) =>
    typeof data === "string" ? data : new Uint8Array(data.byteLength).buffer;
  const { offered } = talk.receive();
  const isOffered = offered();
  const sent = expect(talk.send(fileOf(100_000))).rejects.toMatchObject({ code: "damaged" });
  await expect((await isOffered).accept()).rejects.toMatchObject({ code: "damaged" });
  await sent;
});

test("[Q15] a lost transfer is resumed where it stopped", async () => {
  const states: string[] = [];
  const { line, rooms, connect, offers, sent, received } = await transfer(
    5_000_000,
    {},
    { onProgress: ({ state }) => state !== states.at(-1) && states.push(state) },
  );
  await new Promise<void>((resolve) => {
    line.onCarried = (bytes) => bytes > 2_000_000 && resolve();
  });
  line.lose();
  const before = line.carried;
  line.deliverLate();
  rooms.ada.lose();
  rooms.bob.lose();
  const { line: second } = connect();
  expect(await hasBytes(await received, 5_000_000)).toBe(true);
  await sent;
  expect(offers.length).toBe(1);
  expect(before + second.carried).toBe(5_000_000);
  expect(states).toEqual(["moving", "waiting", "moving", "checking"]);
});

test("[Q15] a result that the sender did not receive is repeated, without another offer", async () => {
  const { line, rooms, connect, offers, sent, received } = await transfer(1_000);
  line.garble = (data) => {
    if (data === '{"type":"verified"}') line.lose();
    return line.isCut ? "{}" : data;
  };
  await received;
  await expect.poll(() => line.isCut).toBe(true);
  rooms.ada.lose();
  rooms.bob.lose();
  const { line: second } = connect();
  await sent;
  expect([offers.length, second.carried]).toEqual([1, 0]);
});

test.each(["the time is over", "this peer left the room"] as const)(
  "a transfer ends on both sides when the peer does not return: %s",
  async (why) => {
    const { rooms, line, send, receive } = conversation();
    const limits = { resumeMs: why === "the time is over" ? 1 : 600_000 };
    const { offered } = receive(limits);
    const isOffered = offered();
    const sent = expect(send(fileOf(5_000_000), limits)).rejects.toMatchObject({
      code: "peer-gone",
    });
    const received = (await isOffered).accept();
    const isLost = expect(received).rejects.toMatchObject({ code: "peer-gone" });
    line.onCarried = () => line.lose();
    if (why === "this peer left the room") rooms.ada.state = rooms.bob.state = "closed";
    await Promise.all([sent, isLost]);
  },
);

test("a connection that this side closed is lost, too, although it emits no close", async () => {
  const { rooms, send, receive } = conversation();
  const isOffered = receive().offered();
  const sent = expect(send(fileOf(9), { resumeMs: 1 })).rejects.toMatchObject({
    code: "peer-gone",
  });
  await isOffered;
  rooms.ada.lose();
  await sent;
});

test("a file that cannot be read is reported", async () => {
  const { send, receive } = conversation();
  receive();
  const folder = new File([], "folder");
  folder.arrayBuffer = () => Promise.reject(new Error("EISDIR"));
  await expect(send(folder)).rejects.toMatchObject({ code: "unreadable" });
});

test("no more than 16 offers of a peer wait for a decision", async () => {
  const { send, receive } = conversation();
  const { offers } = receive();
  const ended: unknown[] = [];
  for (let count = 0; count < 17; count += 1) {
    send(fileOf(count)).catch(({ code }) => ended.push(code));
  }
  await expect.poll(() => ended).toEqual(["declined"]);
  expect(offers.length).toBe(16);
});

test("[Q14] an offer of another shape is ignored, and a name is reduced to plain text", () => {
  const offer = { type: "offer", id: "1", name: "a\u202egpj.exe", size: 1, sha256: "0".repeat(64) };
  expect(controlOf(JSON.stringify(offer))).toMatchObject({ name: "agpj.exe" });
  const nameOf = (name: string) => controlOf(JSON.stringify({ ...offer, name }));
  expect(nameOf("../../.ssh\\config")).toMatchObject({ name: ".._.._.ssh_config" });
  expect(nameOf("\u200b")).toMatchObject({ name: "file" });
  expect(nameOf("😀".repeat(300))).toMatchObject({ name: "😀".repeat(200) });
  for (const wrong of [{ size: -1 }, { size: 0.5 }, { sha256: "no" }, { id: 7 }, { name: null }]) {
    expect(controlOf(JSON.stringify({ ...offer, ...wrong }))).toBeUndefined();
  }
  for (const text of ["{", "[]", "null", '{"type":"accept","bytes":-1}', '{"type":"toString"}']) {
    expect(controlOf(text)).toBeUndefined();
  }
});
