import { Emitter, type Unsubscribe } from "../base/emitter.ts";
import { SignalingError } from "../base/errors.ts";
import { RecentIds } from "../base/recent-ids.ts";
import { systemTimer, type Timer } from "../base/timer.ts";
import type { PeerSession, SessionChannel, SessionEnvelope } from "../channel/session-channel.ts";
import { numberedOf } from "./numbered.ts";
import { SendScheduler } from "./send-scheduler.ts";
import { SessionPair } from "./session-pair.ts";

/** The loss of a session: it ended, or one side lost its state. Unacknowledged messages may be lost. */
export interface SessionLoss extends PeerSession {
  /** The number of own messages without an acknowledgement. The promise of each rejected with `session-lost`. */
  readonly discarded: number;
}

export interface ReliableEvents {
  /** A message of a peer arrived. */
  readonly message: SessionEnvelope;
  /** A session with a peer was lost. */
  readonly sessionLost: SessionLoss;
}

export interface ReliableChannelOptions {
  /** The channel that carries the messages, such as the `sessions` of a `ServerChannel`. */
  readonly channel: SessionChannel;
  /** The timer for retries. Default: `setTimeout`. */
  readonly timer?: Timer | undefined;
}

/**
 * Delivers contents between two peers exactly once and in order while both sessions last, over a channel that may lose and
 * repeat messages. Trickle ICE requires this of its signaling protocol (RFC 8838 §9). Both peers must use it.
 *
 * @example
 * const channel = new ServerChannel({ url: "https://signaling.example", peerId: "ada" });
 * const reliable = new ReliableChannel({ channel: channel.sessions });
 * reliable.onMessage(({ from, message }) => console.log(from, message));
 * await channel.connect();
 * await reliable.sendTo("bob", { move: "e4" });
 */
export class ReliableChannel extends Emitter<ReliableEvents> {
  /** The own peer id. */
  readonly peerId: string;
  readonly #channel: SessionChannel;
  readonly #timer: Timer;
  readonly #scheduler: SendScheduler;
  readonly #pairs = new Map<string, SessionPair>();
  readonly #ended = new RecentIds();
  readonly #endedIncarnations = new RecentIds();
  readonly #offs: readonly Unsubscribe[];
  #isClosed = false;

  constructor({ channel, timer = systemTimer }: ReliableChannelOptions) {
    super();
    this.peerId = channel.peerId;
    this.#channel = channel;
    this.#timer = timer;
    this.#scheduler = new SendScheduler(timer);
    this.#offs = [
      channel.on("ready", ({ isResumed, peers }) => this.#becomeReady(isResumed, peers)),
      channel.on("open", (session) => this.#begin(session)),
      channel.on("close", (session) => this.#close(session)),
      channel.onMessage((envelope) => this.#receive(envelope)),
    ];
  }

  /**
   * Sends a content to a peer. Resolves when the peer has received it. Rejects with a `SignalingError`, whose `code` is one
   * of these: `session-lost` (either session ended first), `peer-not-found` (the peer has no session), `unavailable` (128
   * messages or 256 KiB are queued). Or `too-large` (above 256 KiB or the limit of the server), `bad-message` (not JSON), or a
   * final refusal of the server.
   */
  sendTo(target: string, content: unknown): Promise<void> {
    const pair = this.#pairs.get(target);
    if (pair) return pair.say(content);
    const error = this.#isClosed
      ? new SignalingError("unavailable", "the channel is closed")
      : new SignalingError("peer-not-found", `peer "${target}" has no session`);
    return Promise.reject(error);
  }

  /** Returns whether a peer has a session that can receive contents. */
  knows(peerId: string): boolean {
    return this.#pairs.has(peerId);
  }

  /** Calls the listener for each content that a peer sends by a `ReliableChannel`. Returns a function that removes the listener. */
  onMessage(listener: (envelope: SessionEnvelope) => void): Unsubscribe {
    return this.on("message", listener);
  }

  /** Closes this channel. Pending `sendTo` calls reject with `session-lost`. The underlying channel stays open. */
  close(): void {
    this.#isClosed = true;
    for (const off of this.#offs) off();
    this.#scheduler.stop();
    for (const pair of this.#pairs.values()) pair.end(lossOf(pair));
    this.#pairs.clear();
  }

  /** Ends lost pairs first, so that the new session sends none of their messages. */
  #becomeReady(isResumed: boolean, peers: readonly PeerSession[]): void {
    const present = new Map(peers.map(({ peerId, sessionId }) => [peerId, sessionId]));
    const isOver = ({ peerId, sessionId }: PeerSession) =>
      !isResumed || present.get(peerId) !== sessionId;
    const losses = [...this.#pairs.values()].filter(isOver).map((pair) => this.#end(pair));
    for (const session of peers) this.#begin(session);
    this.#scheduler.restart();
    for (const pair of this.#pairs.values()) pair.resume();
    for (const loss of losses) this.#report(loss);
  }

  #begin({ peerId, sessionId }: PeerSession): void {
    const known = this.#pairs.get(peerId);
    if (known?.sessionId === sessionId) return;
    const loss = known && this.#end(known);
    // The session of the peer may be an earlier one, if only the own session is new.
    this.#ended.delete(sessionId);
    this.#pairs.set(peerId, this.#pairWith({ peerId, sessionId }));
    this.#report(loss);
  }

  #pairWith({ peerId, sessionId }: PeerSession): SessionPair {
    const target = this.peerId;
    const pair: SessionPair = new SessionPair({
      peerId,
      sessionId,
      mostBytes: () => this.#channel.mostBytes,
      send: (message) => this.#channel.sendTo(peerId, sessionId, message),
      surface: (message) =>
        this.emit("message", { from: peerId, fromSession: sessionId, target, message }),
      begunAnew: (discarded) => this.#report({ peerId, sessionId, discarded }),
      over: () => this.#close(pair),
      endedIncarnations: this.#endedIncarnations,
      scheduler: this.#scheduler,
      timer: this.#timer,
    });
    return pair;
  }

  #close({ peerId, sessionId }: PeerSession): void {
    this.#ended.add(sessionId);
    const pair = this.#pairs.get(peerId);
    if (pair?.sessionId === sessionId) this.#report(this.#end(pair));
  }

  /** Returns `undefined` if no message was exchanged. */
  #end(pair: SessionPair): SessionLoss | undefined {
    const { peerId, sessionId, isUsed } = pair;
    this.#pairs.delete(peerId);
    this.#ended.add(sessionId);
    const discarded = pair.end(lossOf(pair));
    return isUsed ? { peerId, sessionId, discarded } : undefined;
  }

  #report(loss: SessionLoss | undefined): void {
    if (loss) this.emit("sessionLost", loss);
  }

  #receive({ from, fromSession, message }: SessionEnvelope): void {
    const numbered = numberedOf(message);
    if (!numbered || this.#ended.has(fromSession)) return;
    // A first message may arrive before the presence of its sender. Only presence tells which of two sessions is newer.
    if (!this.#pairs.has(from)) this.#begin({ peerId: from, sessionId: fromSession });
    const pair = this.#pairs.get(from);
    if (pair?.sessionId === fromSession) pair.receive(numbered);
  }
}

function lossOf({ peerId, sessionId }: PeerSession): SignalingError {
  return new SignalingError("session-lost", `session ${sessionId} of peer "${peerId}" ended`);
}
