import type { ConnectionOutcome, MessageEnvelope } from "simple-webrtc-signaling-protocol";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { MediaStreamTrack, RTCPeerConnection as NodeConnection } from "werift";
import { Emitter } from "../base/emitter.ts";
import { SignalingError } from "../base/errors.ts";
import type {
  ChannelEvents,
  ChannelState,
  SignalingChannel,
} from "../channel/signaling-channel.ts";
import { type NewConnection, withDataChannel } from "../webrtc/connections.ts";
import type { Peer } from "../webrtc/peer.ts";
import { Room } from "./room.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A channel whose events the test controls, and which carries no messages, so that no peer gets connected. */
class DirectedChannel extends Emitter<ChannelEvents> implements SignalingChannel {
  readonly peerId = "ada";
  state: ChannelState = "connected";

  say<Name extends keyof ChannelEvents>(name: Name, value: ChannelEvents[Name]): void {
    this.emit(name, value);
  }

  move(state: ChannelState): void {
    this.state = state;
    this.emit("state", state);
  }

  readonly outcomes: ConnectionOutcome[] = [];
  readonly reportOutcome = (outcome: ConnectionOutcome) => void this.outcomes.push(outcome);
  readonly sent: unknown[] = [];
  readonly sentTo: { readonly target: string; readonly content: unknown }[] = [];
  readonly #messages = new Listeners();

  async connect(): Promise<void> {}
  async send(content: unknown): Promise<void> {
    this.sent.push(content);
  }
  async sendTo(target: string, content: unknown): Promise<void> {
    this.sentTo.push({ target, content });
  }
  disconnect(): void {
    this.move("closed");
  }
  onMessage(listener: (envelope: MessageEnvelope) => void) {
    return this.#messages.on("message", listener);
  }

  /** Delivers a content of another peer. */
  deliver(from: string, message: unknown): void {
    this.#messages.say({ from, target: "ada", message });
  }
}

class Listeners extends Emitter<{ message: MessageEnvelope }> {
  say(envelope: MessageEnvelope): void {
    this.emit("message", envelope);
  }
}

const bob = { peerId: "bob", joinId: "bob's" };
const cleo = { peerId: "cleo", joinId: "cleo's" };

const drop = () => {};

function connect(): NewConnection {
  const connection = new NodeConnection({ iceServers: [] });
  onTestFinished(() => connection.close());
  return withDataChannel(connection as unknown as RTCPeerConnection);
}

/** A room in which bob is known, but not connected; and who has left it. */
function roomWithBob() {
  const channel = new DirectedChannel();
  const room = new Room({
    channel,
    ownJoin: { joinId: "ada's" },
    connections: { take: connect, drop },
  });
  const left: string[] = [];
  room.on("leave", ({ id }) => left.push(id));
  channel.say("ready", [bob]);
  return { channel, room, left };
}

test("while the server connection is lost, no peer leaves during the grace period", () => {
  const { channel, room, left } = roomWithBob();
  const [known] = room.peers;
  channel.move("reconnecting");
  vi.advanceTimersByTime(39_000);
  channel.move("connected");
  channel.say("resumed", [bob]);
  vi.advanceTimersByTime(60_000);
  expect(left).toEqual([]);
  expect(room.peers).toEqual([known]);
});

test("a peer that is unreachable beyond the grace period leaves", () => {
  const { channel, left } = roomWithBob();
  channel.move("reconnecting");
  vi.advanceTimersByTime(39_999);
  expect(left).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(left).toEqual(["bob"]);
});

test("an unconnected peer that left in the meantime is removed after 10 s", () => {
  const { channel, left } = roomWithBob();
  channel.move("reconnecting");
  vi.advanceTimersByTime(5_000);
  channel.move("connected");
  channel.say("close", "bob");
  channel.say("resumed", []);
  vi.advanceTimersByTime(9_999);
  expect(left).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(left).toEqual(["bob"]);
});

test("[case K27] `peer` is emitted for present peers after `on` has returned, so that the listener can remove itself", async () => {
  const { channel, room } = roomWithBob();
  channel.say("ready", [cleo]);
  const met: string[] = [];
  const off = room.on("peer", ({ id }) => {
    off();
    met.push(id);
  });
  room.once("peer", ({ id }) => met.push(`once ${id}`));
  room.on("peer", ({ id }) => met.push(`each ${id}`));
  expect(met).toEqual([]);
  await Promise.resolve();
  expect(met).toEqual(["bob", "once bob", "each bob", "each cleo"]);
});

test("[case K27] `peer` is not emitted for a peer that has left, and is emitted once for a new peer", async () => {
  const { channel, room } = roomWithBob();
  const met: string[] = [];
  room.on("peer", ({ id }) => met.push(id));
  const ended = room.on("peer", ({ id }) => met.push(`never ${id}`));
  ended();
  channel.say("ready", [cleo]);
  room.peers.find(({ id }) => id === "bob")?.connection.close();
  channel.say("close", "bob");
  await Promise.resolve();
  expect(met).toEqual(["cleo"]);
});

test("[case K6] a failure to create a connection is an error, and other peers connect", () => {
  const channel = new DirectedChannel();
  const [cause] = [new Error("too many of them")];
  const connects = [
    () => {
      throw cause;
    },
    connect,
  ];
  const room = new Room({
    channel,
    ownJoin: { joinId: "ada's" },
    connections: { take: () => (connects.shift() ?? connect)(), drop },
  });
  const errors: unknown[] = [];
  room.on("error", ({ error }) => errors.push(error));
  channel.say("ready", [bob, cleo]);
  expect(room.peers.map(({ id }) => id)).toEqual(["cleo"]);
  expect(errors).toMatchObject([{ code: "internal", cause }]);
});

test("[case K6] a `connectTo` that throws is reported, and other peers connect", () => {
  const reported: unknown[] = [];
  vi.stubGlobal("reportError", (error: unknown) => reported.push(error));
  const broken = new Error("no such table");
  const channel = new DirectedChannel();
  const room = new Room({
    channel,
    ownJoin: { joinId: "ada's" },
    connections: { take: connect, drop },
    connectTo: (peerId) => {
      if (peerId === "bob") throw broken;
      return true;
    },
  });
  channel.say("ready", [bob, cleo]);
  expect(room.peers.map(({ id }) => id)).toEqual(["cleo"]);
  expect(reported).toEqual([broken]);
  vi.unstubAllGlobals();
});

/** Events of a page, and how to fire them. */
function page() {
  const target = new EventTarget();
  vi.stubGlobal("addEventListener", target.addEventListener.bind(target));
  vi.stubGlobal("removeEventListener", target.removeEventListener.bind(target));
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  return (name: string, persisted: boolean) =>
    target.dispatchEvent(Object.assign(new Event(name), { persisted }));
}

test("[case K1] a hidden page leaves, and joins with a new join id when shown, over any channel", () => {
  const fire = page();
  const { channel, room, left } = roomWithBob();
  const hello = (visit: unknown) => ({ visit, say: "hello" });
  fire("pagehide", true);
  expect([left, room.peers, room.state]).toEqual([["bob"], [], "connected"]);
  expect(channel.sent).toEqual([{ visit: "ada's", say: "bye" }]);
  fire("pageshow", true);
  expect(channel.sent).toHaveLength(2);
  const { visit } = channel.sent[1] as { visit: string };
  expect(channel.sent[1]).toEqual(hello(visit));
  expect(visit).not.toBe("ada's");
});

test("[case K1] an unloaded page leaves, and its channel is closed", () => {
  const fire = page();
  const { channel, room, left } = roomWithBob();
  fire("pagehide", false);
  expect(channel.sent).toEqual([{ visit: "ada's", say: "bye" }]);
  expect([left, room.peers, room.state]).toEqual([["bob"], [], "closed"]);
});

test("[case K15] `leave` waits 1 s for a server that does not answer", async () => {
  const { channel, room } = roomWithBob();
  channel.send = () => new Promise(() => {});
  const isLeft = room.leave().then(() => room.state);
  await vi.advanceTimersByTimeAsync(999);
  expect(room.state).toBe("connected");
  await vi.advanceTimersByTimeAsync(1);
  expect(await isLeft).toBe("closed");
});

test("[case K15] `leave` never rejects, even if its channel fails", async () => {
  const { channel, room } = roomWithBob();
  channel.send = () => {
    throw new Error("this channel throws");
  };
  await room.leave();
  expect(room.state).toBe("closed");
});

/** A connection with a channel that is open and does not drain, of an implementation without `bufferedamountlow`. */
class StalledConnection extends NodeConnection {
  override createDataChannel(...given: Parameters<NodeConnection["createDataChannel"]>) {
    const channel = super.createDataChannel(...given);
    channel.send = (data) => {
      channel.bufferedAmount += Buffer.byteLength(data);
    };
    channel.setReadyState("open");
    return channel;
  }
}

/** A room with peers whose channels do not drain. */
function stalledRoom(...present: readonly (typeof bob)[]) {
  const channel = new DirectedChannel();
  const connections: RTCPeerConnection[] = [];
  const room = new Room({
    channel,
    ownJoin: { joinId: "ada's" },
    connections: {
      drop,
      take: () => {
        const made = new StalledConnection({ iceServers: [] }) as unknown as RTCPeerConnection;
        onTestFinished(() => made.close());
        connections.push(made);
        return withDataChannel(made);
      },
    },
  });
  channel.say("ready", present);
  for (const peer of room.peers) peer.send("last words");
  const dropped: number[] = [];
  room.on("leave", ({ bufferedAmount }) => dropped.push(bufferedAmount));
  return {
    channel,
    room,
    dropped,
    isClosed: () => connections.map(({ signalingState }) => signalingState),
  };
}

test("[case K14] data channels that do not drain delay `leave` by 1 s in total, and report the dropped bytes", async () => {
  const { channel, room, dropped } = stalledRoom(bob, cleo);
  const left = room.leave();
  await vi.advanceTimersByTimeAsync(999);
  expect([channel.sent, room.peers.length]).toEqual([[], 2]);
  await vi.advanceTimersByTimeAsync(1);
  expect(channel.sent).toEqual([{ visit: "ada's", say: "bye" }]);
  await left;
  expect([room.peers, room.state, dropped]).toEqual([[], "closed", [10, 10]]);
});

test("[case K14] `flushMs` limits the wait: 0 closes at once, and any larger number is valid", async () => {
  const { channel, room, dropped } = stalledRoom(bob);
  const left = room.leave({ flushMs: Number.POSITIVE_INFINITY });
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(channel.sent).toEqual([]);
  const second = room.leave({ flushMs: 0 });
  expect([channel.sent, room.peers]).toEqual([[{ visit: "ada's", say: "bye" }], []]);
  await Promise.all([left, second]);
  expect(dropped).toEqual([10]);
});

test("[case K14] a peer that is kicked during `leave` is disconnected at once", async () => {
  const { channel, room, isClosed } = stalledRoom(bob);
  const left = room.leave();
  channel.say("error", new SignalingError("kicked", "go"));
  expect([isClosed(), room.peers]).toEqual([["closed"], []]);
  // Without its time being over.
  await left;
});

test("[case K14] a kicked peer flushes no data, and closes its channel", async () => {
  const { channel, room, isClosed } = stalledRoom(bob, cleo);
  channel.say("error", new SignalingError("room-closed", "go"));
  expect([isClosed(), room.peers]).toEqual([["closed", "closed"], []]);
  await Promise.resolve();
  expect(room.state).toBe("closed");
});

test("[case K14] a page that is unloaded during `leave` is disconnected at once", async () => {
  const fire = page();
  const { channel, room, isClosed } = stalledRoom(bob);
  const left = room.leave();
  fire("pagehide", false);
  expect([isClosed(), room.peers, room.state]).toEqual([["closed"], [], "closed"]);
  expect(channel.sent).toEqual([{ visit: "ada's", say: "bye" }]);
  await left;
});

test("[case K14] during `leave` a room sends no tracks and connects to no new peer", async () => {
  const { channel, room } = stalledRoom(bob);
  const met: string[] = [];
  room.on("peer", ({ id }) => met.push(id));
  await Promise.resolve();
  const { connection } = room.peers[0] as Peer;
  const track = new MediaStreamTrack({ kind: "audio" }) as unknown as globalThis.MediaStreamTrack;
  connection.addTrack(track);
  const left = room.leave();
  expect(connection.getSenders().map(({ track }) => track)).toEqual([null]);
  channel.say("ready", [bob, cleo]);
  expect(room.peers.map(({ id }) => id)).toEqual(["bob"]);
  await vi.advanceTimersByTimeAsync(1_000);
  await left;
  expect(met).toEqual(["bob"]);
});

test("[case K14] `leave` is immediate if no data was sent", () => {
  const { channel, room } = roomWithBob();
  void room.leave();
  expect([channel.sent, room.peers]).toEqual([[{ visit: "ada's", say: "bye" }], []]);
});

/** A connection that has no network, but makes offers and answers as soon as it may. */
class PaperConnection extends EventTarget {
  signalingState: RTCSignalingState = "stable";
  localDescription: RTCSessionDescriptionInit | null = null;
  readonly connectionState = "new";
  readonly dataChannel = new EventTarget();

  createDataChannel() {
    queueMicrotask(() => this.dispatchEvent(new Event("negotiationneeded")));
    return this.dataChannel;
  }

  async setLocalDescription(): Promise<void> {
    const isAnswer = this.signalingState === "have-remote-offer";
    this.localDescription = { type: isAnswer ? "answer" : "offer", sdp: "own" };
    this.signalingState = isAnswer ? "stable" : "have-local-offer";
  }

  async setRemoteDescription({ type }: RTCSessionDescriptionInit): Promise<void> {
    this.signalingState = type === "offer" ? "have-remote-offer" : "stable";
  }

  close(): void {
    this.signalingState = "closed";
  }
}

/** The room of "ada", whose connections have no network. */
function paperRoom() {
  const channel = new DirectedChannel();
  const connections: PaperConnection[] = [];
  const connect = () => {
    const connection = new PaperConnection();
    connections.push(connection);
    return withDataChannel(connection as unknown as RTCPeerConnection);
  };
  const room = new Room({
    channel,
    ownJoin: { joinId: "ada's" },
    connections: { take: connect, drop },
  });
  return { channel, room, connections };
}

const described = (type: string) =>
  expect.objectContaining({ description: { type, sdp: "own" }, visit: "ada's" });
const offer = { type: "offer", sdp: "theirs" };

test("[Q4] [Q6] a peer that is found in the roster receives an offer at once, without a hello, whatever its id is", async () => {
  const { channel } = paperRoom();
  channel.say("ready", [{ peerId: "aaron", joinId: "aaron's" }, bob]);
  await vi.advanceTimersByTimeAsync(0);
  expect(channel.sentTo).toEqual([
    { target: "aaron", content: described("offer") },
    { target: "bob", content: described("offer") },
  ]);
  expect(channel.sent).toEqual([]);
});

test("[Q4] [Q6] a later peer makes the offer, which is answered before its presence arrives", async () => {
  const { channel, room } = paperRoom();
  channel.say("ready", []);
  channel.deliver("bob", { visit: "bob's", to: "ada's", description: offer });
  expect(room.peers.map(({ id }) => id)).toEqual(["bob"]);
  await vi.advanceTimersByTimeAsync(0);
  expect(channel.sentTo).toEqual([{ target: "bob", content: described("answer") }]);
  channel.say("open", bob);
  channel.say("open", { peerId: "aaron", joinId: "aaron's" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(room.peers.map(({ id }) => id)).toEqual(["bob", "aaron"]);
  expect(channel.sentTo).toHaveLength(1);
});

test("[Q2] [Q6] a peer without a join id in the roster is greeted, and the peer with the greater id makes the offer", async () => {
  const { channel, room } = paperRoom();
  channel.say("ready", [{ peerId: "aaron" }, { peerId: "bob" }]);
  expect(channel.sentTo).toEqual(
    ["aaron", "bob"].map((target) => ({ target, content: { visit: "ada's", say: "hello" } })),
  );
  expect(room.peers).toEqual([]);
  for (const id of ["aaron", "bob"]) {
    channel.deliver(id, { visit: `${id}'s`, to: "ada's", say: "hello" });
  }
  await vi.advanceTimersByTimeAsync(0);
  expect(channel.sentTo.slice(2)).toEqual([{ target: "aaron", content: described("offer") }]);
});

test("[Q4] a late signal of a join that is over does not bring its sender back", () => {
  const { channel, room } = paperRoom();
  channel.say("ready", [bob, cleo]);
  channel.deliver("bob", { visit: "bob's", say: "bye" });
  channel.deliver("bob", { visit: "bob's", to: "ada's", candidate: null });
  expect(room.peers.map(({ id }) => id)).toEqual(["cleo"]);
  const left: string[] = [];
  room.on("leave", ({ id }) => left.push(id));
  channel.deliver("cleo", { visit: "second", to: "ada's", description: offer });
  channel.deliver("cleo", { visit: "cleo's", to: "ada's", candidate: null });
  channel.deliver("cleo", { visit: "third", to: "of another join", description: offer });
  expect(left).toEqual(["cleo"]);
});

test("a peer that is present again with the same join is no longer away", async () => {
  const { channel, room } = paperRoom();
  channel.say("ready", [bob]);
  const [known] = room.peers;
  channel.say("close", "bob");
  await vi.advanceTimersByTimeAsync(9_999);
  channel.say("open", bob);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(room.peers).toEqual([known]);
});

test("[Q4] the late end of an earlier connection does not remove the peer that returned with a new join", async () => {
  const { channel, room, connections } = paperRoom();
  const left: string[] = [];
  channel.say("ready", [bob]);
  const [earlier] = room.peers;
  room.on("leave", (peer) => left.push(peer === earlier ? "earlier" : "later"));
  channel.say("close", "bob");
  channel.deliver("bob", { visit: "second", to: "ada's", description: offer });
  // A browser reports the end of a closed data channel some milliseconds later.
  connections[0]?.dataChannel.dispatchEvent(new Event("close"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(left).toEqual(["earlier"]);
  expect(connections.map(({ signalingState }) => signalingState)).toEqual(["closed", "stable"]);
});

test("a peer without a session that can be resumed receives the pending offer again after `resumed`", async () => {
  const { channel } = paperRoom();
  channel.say("ready", [bob]);
  await vi.advanceTimersByTimeAsync(0);
  channel.move("reconnecting");
  channel.move("connected");
  channel.say("resumed", [bob]);
  await vi.advanceTimersByTimeAsync(0);
  const toBob = { target: "bob", content: described("offer") };
  expect(channel.sentTo).toEqual([toBob, toBob]);
});

test("[I4] a connection that does not open within 15 s is reported as failed, once", async () => {
  const { channel, room } = roomWithBob();
  const [toBob] = room.peers;
  toBob?.restartIce();
  const failed = new Promise((resolve) => toBob?.on("failed", resolve));
  vi.advanceTimersByTime(15_000);
  await failed;
  const outcome = { outcome: "failed", cause: "no-answer", restarts: 1 };
  expect(channel.outcomes).toEqual([outcome]);
  Object.defineProperty(toBob?.connection, "connectionState", { value: "connected" });
  toBob?.connection.dispatchEvent(new Event("connectionstatechange"));
  await toBob?.stats();
  expect(channel.outcomes).toEqual([outcome]);
});
