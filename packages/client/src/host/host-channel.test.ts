import fc from "fast-check";
import type { MessageEnvelope } from "simple-webrtc-signaling-protocol";
import { expect, test } from "vitest";
import { Emitter } from "../base/emitter.ts";
import type {
  ChannelEvents,
  ChannelState,
  PeerInfo,
  RosterEntry,
  SignalingChannel,
} from "../channel/signaling-channel.ts";
import { HostChannel } from "./host-channel.ts";

type Delivery = () => void;

/**
 * A server whose presence and messages are delivered in an order that the test chooses: in order from the server to a peer, and from
 * one peer to another, but not among them.
 */
class Network {
  readonly #queues = new Map<string, Delivery[]>();
  readonly #channels = new Map<string, InnerChannel>();
  #sessions = 0;

  join(channel: InnerChannel, info: PeerInfo): void {
    this.#sessions += 1;
    channel.sessionId = String(this.#sessions).padStart(4, "0");
    const { peerId, sessionId } = channel;
    const entry = { peerId, sessionId, joinId: info.joinId };
    const present = [...this.#channels.values()].map((other) => other.entry);
    channel.entry = entry;
    this.#queue("", peerId, () => channel.say("ready", present));
    for (const other of this.#channels.keys()) this.#tell(other, "open", entry);
    this.#channels.set(peerId, channel);
  }

  /** The peer continues with a new session and its present join id. */
  loseSession(channel: InnerChannel): void {
    const { peerId, entry } = channel;
    this.leave(channel);
    this.#queue("", peerId, () => channel.say("sessionLost", undefined));
    this.join(channel, entry);
  }

  leave({ peerId }: InnerChannel): void {
    this.#channels.delete(peerId);
    for (const other of this.#channels.keys()) this.#tell(other, "close", peerId);
  }

  send(from: string, target: string, content: unknown): void {
    const message: unknown = JSON.parse(JSON.stringify(content));
    this.#queue(from, target, () => this.#channels.get(target)?.receive({ from, target, message }));
  }

  sendAll(from: string, content: unknown): void {
    for (const to of this.#channels.keys()) if (to !== from) this.send(from, to, content);
  }

  /** Delivers one event or message. Returns `false` if nothing waits. */
  step(choice: number): boolean {
    const waiting = [...this.#queues.values()].filter((queue) => queue.length > 0);
    const queue = waiting[choice % waiting.length];
    queue?.shift()?.();
    return queue !== undefined;
  }

  #tell<Name extends "open" | "close">(to: string, name: Name, value: ChannelEvents[Name]): void {
    this.#queue("", to, () => this.#channels.get(to)?.say(name, value));
  }

  #queue(from: string, to: string, delivery: Delivery): void {
    const key = `${from} ${to}`;
    this.#queues.set(key, [...(this.#queues.get(key) ?? []), delivery]);
  }
}

class InnerChannel
  extends Emitter<ChannelEvents & { message: MessageEnvelope }>
  implements SignalingChannel
{
  readonly peerId: string;
  readonly state: ChannelState = "connected";
  readonly #network: Network;
  sessionId: string | undefined;
  entry: RosterEntry = { peerId: "" };

  constructor(peerId: string, network: Network) {
    super();
    this.peerId = peerId;
    this.#network = network;
  }

  async connect(info: PeerInfo = {}): Promise<void> {
    this.#network.join(this, info);
  }
  async send(content: unknown): Promise<void> {
    this.#network.sendAll(this.peerId, content);
  }
  async sendTo(target: string, content: unknown): Promise<void> {
    this.#network.send(this.peerId, target, content);
  }
  onMessage(listener: (envelope: MessageEnvelope) => void) {
    return this.on("message", listener);
  }
  disconnect(): void {
    this.#network.leave(this);
  }
  say<Name extends keyof ChannelEvents>(name: Name, value: ChannelEvents[Name]): void {
    this.emit(name, value as never);
  }
  receive(envelope: MessageEnvelope): void {
    this.emit("message", envelope);
  }
}

interface Connection {
  readonly joinId: string;
  /** The offer that this side made. */
  readonly offer?: string;
  /** The offer that was answered, so that the connection is open. */
  open?: string;
}

let offers = 0;

/** A room that makes connections as the channel says, without WebRTC. */
class ModelRoom {
  readonly peerId: string;
  readonly inner: InnerChannel;
  readonly channel: HostChannel;
  readonly connections = new Map<string, Connection>();
  readonly hosts: string[] = [];
  /** Signals that belong to no connection. */
  readonly strays: unknown[] = [];
  readonly #joinId: string;

  constructor(peerId: string, network: Network) {
    this.peerId = peerId;
    this.#joinId = `join of ${peerId}`;
    this.inner = new InnerChannel(peerId, network);
    this.channel = new HostChannel(this.inner);
    this.channel.on("host", (host) => this.hosts.push(host));
    this.channel.on("ready", (present) => {
      for (const peer of present) this.#offer(peer);
    });
    this.channel.on("open", ({ peerId, joinId = "" }) => {
      if (this.connections.get(peerId)?.joinId !== joinId) this.connections.set(peerId, { joinId });
    });
    this.channel.onMessage((envelope) => this.#receive(envelope));
    void this.channel.connect({ joinId: this.#joinId });
  }

  leave(): void {
    void this.channel.send({ visit: this.#joinId, say: "bye" });
    this.channel.disconnect();
  }

  #offer({ peerId, joinId = "" }: RosterEntry): void {
    if (this.connections.get(peerId)?.joinId === joinId) return;
    offers += 1;
    const offer = `offer ${offers}`;
    this.connections.set(peerId, { joinId, offer });
    this.#send(peerId, joinId, { type: "offer", sdp: offer });
  }

  #send(target: string, to: string, description: RTCSessionDescriptionInit): void {
    void this.channel.sendTo(target, { visit: this.#joinId, to, description });
  }

  #receive({ from, message }: MessageEnvelope): void {
    const { visit, say, description } = message as {
      visit: string;
      say?: string;
      description?: { type: string; sdp: string };
    };
    const connection = this.connections.get(from);
    const isOwn = connection?.joinId === visit;
    if (say === "bye") {
      if (isOwn) this.connections.delete(from);
    } else if (!connection || !isOwn) this.strays.push(message);
    else if (description?.type === "offer") {
      connection.open = description.sdp;
      this.#send(from, visit, { type: "answer", sdp: description.sdp });
    } else if (description && description.sdp === connection.offer) {
      connection.open = description.sdp;
    }
  }
}

/** Expects that all rooms name the same host, and that exactly the connections of the star are open. */
function expectStar(rooms: readonly ModelRoom[]): void {
  const [host, ...leaves] = rooms;
  expect(new Set(rooms.map(({ channel }) => channel.host))).toEqual(new Set([host?.peerId]));
  const linksOf = ({ connections }: ModelRoom) =>
    [...connections].map(([id, { open }]) => `${id} ${open}`).sort();
  for (const leaf of leaves) {
    expect([...leaf.connections.keys()]).toEqual([host?.peerId]);
    expect(leaf.connections.get(host?.peerId ?? "")?.open).toMatch(/^offer/);
  }
  if (!host) return;
  const expected = leaves.map(
    (leaf) => `${leaf.peerId} ${leaf.connections.get(host.peerId)?.open}`,
  );
  expect(linksOf(host)).toEqual(expected.sort());
}

test("[Q16] 30 peers elect the oldest peer and form a star around it, whatever arrives first", () => {
  const peers = 30;
  const choices = fc.infiniteStream(fc.nat());
  fc.assert(
    fc.property(choices, (stream) => {
      const network = new Network();
      const next = () => Number(stream.next().value);
      const someSteps = () => {
        for (let steps = next() % 40; steps > 0 && network.step(next()); steps -= 1);
      };
      const settle = () => {
        while (network.step(next()));
      };
      const rooms: ModelRoom[] = [];
      while (rooms.length < peers) {
        // The ids are in no order.
        rooms.push(new ModelRoom(`${(rooms.length * 7) % peers}`, network));
        someSteps();
      }
      // The host leaves while others are still joining, then again and again.
      for (let left = 0; left < 4; left += 1) {
        rooms.shift()?.leave();
        someSteps();
        // A host whose session is lost is the youngest peer afterwards.
        const [host] = rooms.splice(0, 1);
        if (host) {
          network.loseSession(host.inner);
          rooms.push(host);
        }
        someSteps();
      }
      settle();
      expectStar(rooms);
      rooms.shift()?.leave();
      settle();
      expectStar(rooms);
      const repeated = rooms.flatMap(({ hosts }) => hosts.filter((id, at) => id === hosts[at + 1]));
      expect(repeated).toEqual([]);
      for (const { strays } of rooms) expect(strays).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test("[Q16] the host changes only when it leaves", () => {
  const network = new Network();
  const settle = () => {
    while (network.step(0));
  };
  const rooms = ["zoe", "ada", "bob"].map((id) => {
    const room = new ModelRoom(id, network);
    settle();
    return room;
  });
  expect(rooms.map(({ hosts }) => hosts)).toEqual([["zoe"], ["zoe"], ["zoe"]]);
  rooms[1]?.leave();
  settle();
  expectStar([rooms[0], rooms[2]] as ModelRoom[]);
  rooms[0]?.leave();
  settle();
  expect(rooms[2]?.hosts).toEqual(["zoe", "bob"]);
});
