import { Emitter } from "../src/base/emitter.ts";
import { type ErrorCode, SignalingError } from "../src/base/errors.ts";
import type {
  PeerSession,
  SessionChannel,
  SessionChannelEvents,
  SessionEnvelope,
} from "../src/channel/session-channel.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** The treatment of a message at the server: delivery or refusal. */
export type Verdict = "pass" | { readonly code: ErrorCode; readonly retryAfterMs?: number };

/** One way of a message: how long it takes, in milliseconds, each time it arrives; none if it is lost. */
export type Ways = readonly number[];

export interface Weather {
  /** In transit to the server, which decides on arrival. */
  readonly up: () => Ways;
  /** In transit to the receiver. */
  readonly down: () => Ways;
  readonly judge: (content: unknown) => Verdict;
}

interface InnerEvents extends SessionChannelEvents {
  readonly message: SessionEnvelope;
}

/** Time limit of a sender for the reply of the server, in milliseconds. */
const answerMs = 10_000;

/** How long news of presence take, in milliseconds. */
const presenceMs = 50;

/** The server's memory of one peer, and the end of the channel that is there. */
class NetworkChannel extends Emitter<InnerEvents> implements SessionChannel {
  readonly peerId: string;
  readonly #network: LossyNetwork;
  sessionId = "";
  /** The largest message that the server accepts, in bytes. */
  mostBytes: number | undefined;
  isConnected = false;
  /** Counts connections. Messages that are under way on an earlier connection do not arrive. */
  connection = 0;

  constructor(network: LossyNetwork, peerId: string) {
    super();
    this.#network = network;
    this.peerId = peerId;
  }

  sendTo(target: string, targetSession: string, content: unknown): Promise<void> {
    return this.#network.carry(this, { target, targetSession, content });
  }

  onMessage(listener: (envelope: SessionEnvelope) => void) {
    return this.on("message", listener);
  }

  tell<Name extends keyof InnerEvents>(name: Name, value: InnerEvents[Name]): void {
    this.emit(name, value);
  }
}

interface Direct {
  readonly target: string;
  readonly targetSession: string;
  readonly content: unknown;
}

/** A server with sessions, and connections to it that lose, delay, repeat and end. */
export class LossyNetwork {
  readonly #time: VirtualTime;
  readonly #channels = new Map<string, NetworkChannel>();
  #sessions = 0;
  weather: Weather;
  /** Contents that came to the server, whatever became of them. */
  readonly arrived: unknown[] = [];

  constructor(time: VirtualTime, weather: Weather) {
    this.#time = time;
    this.weather = weather;
  }

  channel(peerId: string): NetworkChannel {
    const channel = new NetworkChannel(this, peerId);
    this.#channels.set(peerId, channel);
    return channel;
  }

  /** Loses the connection and the messages in transit, without a notice to other peers. */
  disconnect(channel: NetworkChannel): void {
    channel.isConnected = false;
    channel.connection += 1;
  }

  /** Reconnects with the same session, if there was one, without a notice to other peers. */
  connect(channel: NetworkChannel): void {
    if (channel.sessionId === "") this.renew(channel);
    else this.#becomeReady(channel, true);
  }

  /** There with a new session: the one before ends. */
  renew(channel: NetworkChannel): void {
    const { peerId, sessionId } = channel;
    if (sessionId) this.#announce(channel, "close", { peerId, sessionId });
    this.#sessions += 1;
    channel.sessionId = `session ${this.#sessions} of ${peerId}`;
    this.#announce(channel, "open", { peerId, sessionId: channel.sessionId });
    this.#becomeReady(channel, false);
  }

  #becomeReady(channel: NetworkChannel, isResumed: boolean): void {
    this.disconnect(channel);
    channel.isConnected = true;
    const peers = this.#othersOf(channel)
      .filter(({ sessionId }) => sessionId !== "")
      .map(({ peerId, sessionId }) => ({ peerId, sessionId }));
    channel.tell("ready", { isResumed, peers });
  }

  #othersOf(channel: NetworkChannel): NetworkChannel[] {
    return [...this.#channels.values()].filter((other) => other !== channel);
  }

  #announce(channel: NetworkChannel, name: "open" | "close", session: PeerSession): void {
    for (const other of this.#othersOf(channel)) {
      const { connection } = other;
      this.#time.timer(presenceMs, () => {
        if (other.isConnected && other.connection === connection) other.tell(name, session);
      });
    }
  }

  /** Rejects as the server does, and with `unavailable` if it does not answer. */
  carry(sender: NetworkChannel, direct: Direct): Promise<void> {
    const { connection, sessionId } = sender;
    const text = JSON.stringify(direct.content);
    const isThere = () => sender.isConnected && sender.connection === connection;
    return new Promise((resolve, reject) => {
      const answer = (verdict: Verdict) => {
        stopWaiting();
        if (verdict === "pass") resolve();
        else reject(new SignalingError(verdict.code, "refused by the network", verdict));
      };
      const stopWaiting = this.#time.timer(answerMs, () => answer({ code: "unavailable" }));
      if (!sender.isConnected) return answer({ code: "unavailable" });
      this.#send(this.weather.up(), isThere, () => {
        const content: unknown = JSON.parse(text);
        const verdict = this.#relay(sender.peerId, sessionId, { ...direct, content });
        this.#send(this.weather.down(), isThere, () => answer(verdict));
      });
    });
  }

  #send(ways: Ways, isThere: () => boolean, arrive: () => void): void {
    for (const delayMs of ways) this.#time.timer(delayMs, () => isThere() && arrive());
  }

  #relay(from: string, fromSession: string, { target, targetSession, content }: Direct): Verdict {
    this.arrived.push(content);
    const receiver = this.#channels.get(target);
    if (!receiver?.sessionId) return { code: "peer-not-found" };
    if (receiver.sessionId !== targetSession) return { code: "peer-replaced" };
    const verdict = this.weather.judge(content);
    if (verdict !== "pass") return verdict;
    if (!receiver.isConnected) return { code: "peer-away" };
    const { connection } = receiver;
    this.#send(
      this.weather.down(),
      () => receiver.connection === connection,
      () => receiver.tell("message", { from, fromSession, target, message: content }),
    );
    return "pass";
  }
}

export type { NetworkChannel };
