import type { Observation } from "./observation.ts";

interface Signals {
  readonly sent: Set<number>;
  readonly accepted: Set<number>;
  readonly refused: Set<number>;
  /** In the order in which they surfaced. */
  readonly surfaced: number[];
}

/** The loss of a connection: by the network, or by the end of its server. */
interface Cut {
  readonly atMs: number;
  readonly cause: "connection" | "server";
}

export interface SignalCount {
  readonly sent: number;
  readonly accepted: number;
  readonly surfaced: number;
  /** By error code. */
  readonly refused: ReadonlyMap<string, number>;
  /** The server had confirmed the delivery to a peer that is still connected. */
  readonly lost: number;
  readonly twice: number;
  readonly outOfOrder: number;
  /** Neither a success nor an error was reported, for a peer that is still connected. */
  readonly unanswered: number;
}

/** Records the truth: signals sent, accepted and received, and the peers that are really present. */
export class Oracle {
  readonly #pairs = new Map<string, Signals>();
  readonly #refused = new Map<string, number>();
  readonly #rooms = new Map<string, string>();
  readonly #waiting = new Map<string, Cut>();
  /** The times without a connection, by the cause of the loss. */
  readonly recoveriesMs = { connection: [] as number[], server: [] as number[] };
  readonly #disconnectedAtMs = new Map<string, number>();
  /** The times without a connection that clients observed, whatever the cause. */
  readonly absencesMs: number[] = [];
  readonly #begun = new Set<string>();
  /** The peers that began another session, one entry for each. */
  readonly newSessions: string[] = [];
  /** The sessions whose clients have received them. */
  readonly #sessions = new Set<string | undefined>();
  readonly #closed: Extract<Observation, { what: "opened" | "closed" }>[] = [];
  /** Channels that closed by themselves after they had been ready. */
  readonly errors: string[] = [];
  /** Channels that never became ready. */
  readonly vainJoins: string[] = [];

  join(peerId: string, room: string): void {
    this.#rooms.set(peerId, room);
  }

  leave(peerId: string): void {
    this.#rooms.delete(peerId);
    this.#waiting.delete(peerId);
  }

  get present(): readonly string[] {
    return [...this.#rooms.keys()];
  }

  /** Returns the peers that a peer should see. */
  othersOf(peerId: string): readonly string[] {
    const room = this.#rooms.get(peerId);
    return this.present.filter((other) => other !== peerId && this.#rooms.get(other) === room);
  }

  /** Records a cut of the connection of a peer. The recovery lasts until the peer is ready again. */
  cut(peerId: string, atMs: number, cause: Cut["cause"] = "connection"): void {
    this.#waiting.set(peerId, { atMs, cause });
  }

  note(observation: Observation): void {
    switch (observation.what) {
      case "sent":
      case "accepted":
        this.#pair(observation)[observation.what].add(observation.number);
        break;
      case "surfaced":
        this.#pair(observation).surfaced.push(observation.number);
        break;
      case "refused":
        this.#pair(observation).refused.add(observation.number);
        this.#refused.set(observation.code, (this.#refused.get(observation.code) ?? 0) + 1);
        break;
      case "closed":
        this.#closed.push(observation);
        break;
      case "error":
        this.#giveUp(observation);
        break;
      case "connected":
        this.#connect(observation);
        break;
      case "disconnected":
        this.#disconnectedAtMs.set(observation.by, observation.atMs);
        break;
    }
  }

  /**
   * Returns the leaves of peers that are still present, except those of peers that a fault kept away for too long. If a connection is
   * lost before the reply to `ready` arrives, its client joins again, and the session that it has never received ends.
   */
  wrongLeaves(excused: ReadonlySet<string>): readonly string[] {
    return this.#closed
      .filter(({ by, of }) => !excused.has(of) && !excused.has(by) && this.#rooms.has(of))
      .filter(({ session }) => this.#sessions.has(session))
      .map(({ by, of }) => `${by} received the leave of ${of}`);
  }

  count(): SignalCount {
    const pairs = [...this.#pairs].map(([key, signals]) => ({
      isLive: key.split(">").every((peerId) => this.#rooms.has(peerId)),
      ...signals,
    }));
    const sum = (of: (pair: (typeof pairs)[number]) => number) =>
      pairs.reduce((total, pair) => total + of(pair), 0);
    return {
      sent: sum(({ sent }) => sent.size),
      accepted: sum(({ accepted }) => accepted.size),
      surfaced: sum(({ surfaced }) => surfaced.length),
      refused: this.#refused,
      lost: sum(({ isLive, accepted, surfaced }) =>
        isLive ? without(accepted, surfaced).length : 0,
      ),
      twice: sum(({ surfaced }) => surfaced.length - new Set(surfaced).size),
      outOfOrder: sum(({ surfaced }) => stepsBack(surfaced)),
      unanswered: sum(({ isLive, sent, accepted, refused }) =>
        isLive ? without(sent, [...accepted, ...refused]).length : 0,
      ),
    };
  }

  /** Returns one sentence for each pair of present peers with signals that have no outcome. */
  get unanswered(): readonly string[] {
    return [...this.#pairs].flatMap(([pair, { sent, accepted, refused }]) => {
      const isLive = pair.split(">").every((peerId) => this.#rooms.has(peerId));
      const numbers = isLive ? without(sent, [...accepted, ...refused]) : [];
      return numbers.length > 0
        ? [`${pair}: ${numbers.join()} of ${sent.size} have no outcome`]
        : [];
    });
  }

  #pair({ from, to }: { readonly from: string; readonly to: string }): Signals {
    const key = `${from}>${to}`;
    const known = this.#pairs.get(key);
    if (known) return known;
    const signals = {
      sent: new Set<number>(),
      accepted: new Set<number>(),
      refused: new Set<number>(),
    };
    const fresh: Signals = { ...signals, surfaced: [] };
    this.#pairs.set(key, fresh);
    return fresh;
  }

  #giveUp({ by, code, wasReady }: Extract<Observation, { what: "error" }>): void {
    (wasReady ? this.errors : this.vainJoins).push(`${by} ${code}`);
    this.leave(by);
  }

  #connect({ by, session, isResumed, atMs }: Extract<Observation, { what: "connected" }>): void {
    this.#sessions.add(session);
    if (!isResumed && this.#begun.has(by)) this.newSessions.push(by);
    this.#begun.add(by);
    const disconnectedAtMs = this.#disconnectedAtMs.get(by);
    if (disconnectedAtMs !== undefined) this.absencesMs.push(atMs - disconnectedAtMs);
    this.#disconnectedAtMs.delete(by);
    this.#recover(by, atMs);
  }

  #recover(peerId: string, atMs: number): void {
    const cut = this.#waiting.get(peerId);
    if (cut === undefined || atMs < cut.atMs) return;
    this.recoveriesMs[cut.cause].push(atMs - cut.atMs);
    this.#waiting.delete(peerId);
  }
}

function stepsBack(numbers: readonly number[]): number {
  return numbers.filter((number, index) => number < (numbers[index - 1] ?? 0)).length;
}

function without(all: ReadonlySet<number>, some: readonly number[]): readonly number[] {
  const known = new Set(some);
  return [...all].filter((number) => !known.has(number));
}
