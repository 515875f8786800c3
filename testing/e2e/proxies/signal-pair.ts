import { ReliableChannel, ServerChannel } from "simple-webrtc-signaling-client";
import { expect, onTestFinished } from "vitest";

interface Options {
  readonly token: string;
  readonly room: string;
}

type Origins = readonly [ofSender: string, ofReceiver: string];

/** Two clients with sessions. One sends numbers to the other without a pause, and the other records them. */
export class SignalPair {
  readonly received: unknown[] = [];
  /** Leaves, errors, lost sessions and refused signals, none of which may occur. */
  readonly faults: string[] = [];
  readonly #channels: readonly ServerChannel[];
  readonly #sender: ReliableChannel;
  #sent = 0;
  #isStopped = false;
  #sending: Promise<void> | undefined;

  private constructor(origins: Origins, options: Options) {
    this.#channels = origins.map(
      (url, index) => new ServerChannel({ url, peerId: index === 0 ? "ada" : "bob", ...options }),
    );
    const [sender, receiver] = this.#channels.map((channel) => this.#watch(channel));
    this.#sender = sender as ReliableChannel;
    receiver?.onMessage(({ message }) => this.received.push(message));
  }

  #watch(channel: ServerChannel): ReliableChannel {
    const reliable = new ReliableChannel({ channel: channel.sessions });
    const { peerId } = channel;
    channel.on("close", (id) => this.faults.push(`${peerId}: ${id} left`));
    channel.on("error", ({ code }) => this.faults.push(`${peerId}: ${code}`));
    reliable.on("sessionLost", () => this.faults.push(`${peerId}: session lost`));
    onTestFinished(() => {
      this.#isStopped = true;
      reliable.close();
      channel.disconnect();
    });
    return reliable;
  }

  /** Connects two clients to a room, and begins to send. */
  static async start(origins: Origins, options: Options): Promise<SignalPair> {
    const pair = new SignalPair(origins, options);
    await pair.#connect();
    pair.#sending = pair.#sendNumbers();
    return pair;
  }

  async #connect(): Promise<void> {
    const [sender, receiver] = this.#channels;
    await receiver?.connect();
    const open = new Promise((resolve) => receiver?.once("open", resolve));
    await sender?.connect();
    await open;
  }

  async #sendNumbers(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#sender.sendTo("bob", this.#sent + 1);
        this.#sent += 1;
      } catch (error) {
        if (!this.#isStopped) this.faults.push(`signal ${this.#sent + 1}: ${error}`);
        return;
      }
    }
  }

  /** Resolves when both clients have resumed their sessions, and ten more signals have arrived. Call it before the cause. */
  async resumed(): Promise<void> {
    await Promise.all(
      this.#channels.map((channel) => new Promise((resolve) => channel.once("resumed", resolve))),
    );
    const { length } = this.received;
    await expect.poll(() => this.received.length).toBeGreaterThan(length + 10);
  }

  /** Ends the sending. Expects that each signal arrived once and in order. */
  async expectAll(): Promise<void> {
    this.#isStopped = true;
    await this.#sending;
    await expect.poll(() => this.received.length).toBeGreaterThanOrEqual(this.#sent);
    expect(this.received).toEqual(Array.from({ length: this.#sent }, (_, index) => index + 1));
    expect(this.faults).toEqual([]);
  }
}
