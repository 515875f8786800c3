import { Emitter, type Unsubscribe } from "../base/emitter.ts";
import { SignalingError } from "../base/errors.ts";
import { RecentIds } from "../base/recent-ids.ts";
import { systemTimer as laterByTheClock, type Timer } from "../base/timer.ts";
import type { PeerSession, SessionChannel, SessionEnvelope } from "../channel/session-channel.ts";
import { numberedOf } from "./numbered.ts";
import { SendScheduler } from "./send-scheduler.ts";
import { SessionPair } from "./session-pair.ts";

/** The own session or the peer's has ended, or one end has forgotten the other: what was not acknowledged is lost. */
export interface SessionLoss extends PeerSession {
  /** How many of the own messages were not acknowledged; each was rejected with `session-lost`. */
  readonly discarded: number;
}

export interface ReliableEvents {
  readonly message: SessionEnvelope;
  readonly sessionLost: SessionLoss;
}

export interface ReliableChannelOptions {
  readonly channel: SessionChannel;
  /** A timer. Default: `setTimeout`. */
  readonly timer?: Timer | undefined;
}

/**
 * Carries contents between two peers exactly once and in order, as long as both sessions last (RFC 8838 §9
 * asks that of whatever carries ICE candidates), over a channel that may lose and repeat them. Both peers must have one.
 */
export class ReliableChannel extends Emitter<ReliableEvents> {
  readonly peerId: string;
  readonly #channel: SessionChannel;
  readonly #later: Timer;
  readonly #turns: SendScheduler;
  readonly #pairs = new Map<string, SessionPair>();
  readonly #ended = new RecentIds();
  readonly #endedIncarnations = new RecentIds();
  readonly #offs: readonly Unsubscribe[];
  #isClosed = false;

  constructor({ channel, timer: later = laterByTheClock }: ReliableChannelOptions) {
    super();
    this.peerId = channel.peerId;
    this.#channel = channel;
    this.#later = later;
    this.#turns = new SendScheduler(later);
    this.#offs = [
      channel.on("ready", ({ isResumed, peers }) => this.#becomeReady(isResumed, peers)),
      channel.on("open", (session) => this.#begin(session)),
      channel.on("close", (session) => this.#close(session)),
      channel.onMessage((envelope) => this.#hear(envelope)),
    ];
  }

  /**
   * Resolves when the peer has it. Rejects with a `SignalingError`: `session-lost` if its session or the own one ends before,
   * `peer-not-found` if it has none, `unavailable` if 128 messages or 256 KiB wait for it already, `too-large` for
   * more than that, or than the server accepts, at once, `bad-message` for what JSON cannot carry, and what else the server refuses for good.
   */
  sendTo(target: string, content: unknown): Promise<void> {
    const pair = this.#pairs.get(target);
    if (pair) return pair.say(content);
    const error = this.#isClosed
      ? new SignalingError("unavailable", "the channel was closed")
      : new SignalingError("peer-not-found", `"${target}" is not there`);
    return Promise.reject(error);
  }

  /** Whether a peer has a session that contents can be sent to. */
  knows(peerId: string): boolean {
    return this.#pairs.has(peerId);
  }

  /** Hears what peers say with `sendTo` of theirs. What they say in other ways is not heard here. */
  onMessage(listener: (envelope: SessionEnvelope) => void): Unsubscribe {
    return this.on("message", listener);
  }

  /** Rejects what is outstanding with `session-lost`. The channel below goes on. */
  close(): void {
    this.#isClosed = true;
    for (const off of this.#offs) off();
    this.#turns.stop();
    for (const pair of this.#pairs.values()) pair.end(lossOf(pair));
    this.#pairs.clear();
  }

  /** First all that is over ends, so that nothing of it is sent by the new session. */
  #becomeReady(isResumed: boolean, peers: readonly PeerSession[]): void {
    const present = new Map(peers.map(({ peerId, sessionId }) => [peerId, sessionId]));
    const isOver = ({ peerId, sessionId }: PeerSession) =>
      !isResumed || present.get(peerId) !== sessionId;
    const losses = [...this.#pairs.values()].filter(isOver).map((pair) => this.#end(pair));
    for (const session of peers) this.#begin(session);
    this.#turns.restart();
    for (const pair of this.#pairs.values()) pair.resume();
    for (const loss of losses) this.#tell(loss);
  }

  #begin({ peerId, sessionId }: PeerSession): void {
    const known = this.#pairs.get(peerId);
    if (known?.sessionId === sessionId) return;
    const loss = known && this.#end(known);
    // It may be one from before, if only the own session is new.
    this.#ended.delete(sessionId);
    this.#pairs.set(peerId, this.#pairWith({ peerId, sessionId }));
    this.#tell(loss);
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
      begunAnew: (discarded) => this.#tell({ peerId, sessionId, discarded }),
      over: () => this.#close(pair),
      endedIncarnations: this.#endedIncarnations,
      turns: this.#turns,
      later: this.#later,
    });
    return pair;
  }

  #close({ peerId, sessionId }: PeerSession): void {
    this.#ended.add(sessionId);
    const pair = this.#pairs.get(peerId);
    if (pair?.sessionId === sessionId) this.#tell(this.#end(pair));
  }

  /** `undefined` if neither has said anything to the other. */
  #end(pair: SessionPair): SessionLoss | undefined {
    const { peerId, sessionId, isUsed } = pair;
    this.#pairs.delete(peerId);
    this.#ended.add(sessionId);
    const discarded = pair.end(lossOf(pair));
    return isUsed ? { peerId, sessionId, discarded } : undefined;
  }

  #tell(loss: SessionLoss | undefined): void {
    if (loss) this.emit("sessionLost", loss);
  }

  #hear({ from, fromSession, message }: SessionEnvelope): void {
    const numbered = numberedOf(message);
    if (!numbered || this.#ended.has(fromSession)) return;
    // A first message may come ahead of the news of who says it. Of two sessions only that news tells which is the later.
    if (!this.#pairs.has(from)) this.#begin({ peerId: from, sessionId: fromSession });
    const pair = this.#pairs.get(from);
    if (pair?.sessionId === fromSession) pair.hear(numbered);
  }
}

function lossOf({ peerId, sessionId }: PeerSession): SignalingError {
  return new SignalingError("session-lost", `the session ${sessionId} of "${peerId}" has ended`);
}
