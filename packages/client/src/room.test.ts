import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { RTCPeerConnection as NodeConnection } from "werift";
import { Emitter } from "./emitter.ts";
import { Room } from "./room.ts";
import type { ChannelEvents, ChannelState, SignalingChannel } from "./signaling-channel.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A channel that says what a test wants, and carries nothing: nobody gets connected by it. */
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

  async connect(): Promise<void> {}
  async send(): Promise<void> {}
  async sendTo(): Promise<void> {}
  disconnect(): void {}
  onMessage() {
    return () => {};
  }
}

const bob = { peerId: "bob", metadata: { visit: "bob's" } };

/** A room in which bob is known, but not connected; and who has left it. */
function roomWithBob() {
  const channel = new DirectedChannel();
  const connect = () => {
    const connection = new NodeConnection({ iceServers: [] });
    onTestFinished(() => connection.close());
    return connection as unknown as RTCPeerConnection;
  };
  const room = new Room({ channel, visit: { id: "ada's" }, connect });
  const left: string[] = [];
  room.on("leave", ({ id }) => left.push(id));
  channel.say("ready", [bob]);
  return { channel, room, left };
}

test("while the way to the server is lost nobody has left, as long as a place is kept there", () => {
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

test("who cannot be reached for longer than that has left", () => {
  const { channel, left } = roomWithBob();
  channel.move("reconnecting");
  vi.advanceTimersByTime(39_999);
  expect(left).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(left).toEqual(["bob"]);
});

test("who left meanwhile and is not connected is missed for 10 s", () => {
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
