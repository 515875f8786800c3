import type { ErrorCode } from "../src/base/errors.ts";
import type { Addresses } from "../src/reliable/numbered.ts";
import { ReliableChannel, type SessionLoss } from "../src/reliable/reliable-channel.ts";
import { LossyNetwork, type NetworkChannel, type Verdict, type Weather } from "./lossy-network.ts";
import { VirtualTime } from "./virtual-time.ts";

/** One end of a conversation, and all its received contents. */
export class TestPeer {
  readonly channel: NetworkChannel;
  reliable: ReliableChannel;
  received: unknown[] = [];
  readonly losses: SessionLoss[] = [];
  readonly #network: LossyNetwork;
  readonly #time: VirtualTime;

  constructor(network: LossyNetwork, channel: NetworkChannel, time: VirtualTime) {
    this.#network = network;
    this.channel = channel;
    this.#time = time;
    this.reliable = this.#begin();
  }

  /** Another program resumes the session, without the state of this one. */
  forget(): void {
    this.reliable.close();
    this.received = [];
    this.reliable = this.#begin();
    this.#network.connect(this.channel);
  }

  /** Sends a content and records its outcome; `outcome` is undefined while it is pending. */
  say(target: string, content: unknown): { outcome: "resolved" | ErrorCode | undefined } {
    const said: ReturnType<TestPeer["say"]> = { outcome: undefined };
    this.reliable.sendTo(target, content).then(
      () => {
        said.outcome = "resolved";
      },
      ({ code }) => {
        said.outcome = code;
      },
    );
    return said;
  }

  #begin(): ReliableChannel {
    const { channel, received, losses } = this;
    const reliable = new ReliableChannel({ channel, timer: this.#time.timer });
    reliable.onMessage(({ message }) => received.push(message));
    reliable.on("sessionLost", (loss) => losses.push(loss));
    return reliable;
  }
}

/** Messages without the incarnations of sender and receiver, which are other ones each time. */
export function plain(messages: readonly unknown[]): unknown[] {
  return messages.map((message) => {
    const { i: _, o: __, ...rest } = message as Partial<Addresses>;
    return rest;
  });
}

/** The incarnations of sender and receiver. */
export function addressesOf(messages: readonly unknown[]): Partial<Addresses>[] {
  return messages.map((message) => {
    const { i, o } = message as Partial<Addresses>;
    return { ...(i === undefined ? {} : { i }), ...(o === undefined ? {} : { o }) };
  });
}

/** 10 ms to the server, 10 ms from it, and nothing is lost. */
export const fairWeather: Weather = { up: () => [10], down: () => [10], judge: () => "pass" };

/** Weather in which a function decides about each numbered content. */
export const judging = (judge: (content: unknown) => Verdict): Weather => ({
  ...fairWeather,
  judge: (content) => judge((content as { c?: unknown }).c),
});

/** ada and bob, connected in fair weather; both know of each other. */
export async function twoPeers() {
  const time = new VirtualTime();
  const network = new LossyNetwork(time, fairWeather);
  const [ada, bob] = ["ada", "bob"].map(
    (peerId) => new TestPeer(network, network.channel(peerId), time),
  ) as [TestPeer, TestPeer];
  for (const { channel } of [ada, bob]) network.connect(channel);
  await time.pass(100);
  return { time, network, ada, bob };
}
