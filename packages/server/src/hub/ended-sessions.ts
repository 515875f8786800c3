import type { Refusal } from "simple-webrtc-signaling-protocol";
import { isLater, type Lineage } from "../auth/lineage.ts";
import { type Ending, type EndingCode, endingKeyOf } from "../session-record/ending.ts";

/** Keeps endings for later processes. */
export interface EndingRecord {
  /** Returns the endings that earlier processes recorded. */
  earlier(): Iterable<Ending>;
  /** Records an ending synchronously. It never throws. */
  add(ending: Ending): void;
  close(): void;
}

export interface EndedSessionsOptions {
  /** The time for which an ending is remembered, in milliseconds. */
  readonly keepMs: number;
  /** `undefined`: no later process can resume a session of this process. */
  readonly record: EndingRecord | undefined;
}

/** The cause of an ending, and the last secret to which it applies. */
export type EndingLineage = Omit<Ending, "key">;

interface Remembered {
  readonly ending: Ending;
  readonly untilMs: number;
}

/** The refusal of a claim that gives no right to a session. */
export const sessionLost = {
  code: "session-lost",
  reason: "the session has ended or the claim is not valid; join without it",
} as const satisfies Refusal;

const refusals = {
  left: sessionLost,
  kicked: { code: "kicked", reason: "you were removed by an administrator; do not reconnect" },
  "room-closed": {
    code: "room-closed",
    reason: "the room was closed by an administrator; do not reconnect",
  },
} as const satisfies Readonly<Record<EndingCode, Refusal>>;

/** Returns the refusal that the client of an ended session receives. */
export function endingRefusal(code: EndingCode): Refusal {
  return refusals[code];
}

/** Remembers ended sessions of this and earlier processes, as long as their clients may try to resume them. */
export class EndedSessions {
  /** By key, in the order in which they are deleted. */
  readonly #endings = new Map<string, Remembered>();
  readonly #keepMs: number;
  readonly #record: EndingRecord | undefined;

  constructor({ keepMs, record }: EndedSessionsOptions) {
    this.#keepMs = keepMs;
    this.#record = record;
    for (const ending of record?.earlier() ?? []) this.#remember(ending);
  }

  add(sessionId: string, { code, lineage }: EndingLineage): void {
    const ending = { key: endingKeyOf(sessionId), code, lineage };
    this.#record?.add(ending);
    this.#forgetOld();
    this.#remember(ending);
  }

  /**
   * Returns the refusal of a claim with a genuine secret, if the session has ended. A leave applies to the secrets that had
   * been issued before it; an action of an administrator applies to all secrets. `elsewhere` is the ending that another
   * node of this process's cluster has recorded.
   */
  refusalOf(
    sessionId: string,
    lineage: Lineage,
    elsewhere: EndingLineage | undefined,
  ): Refusal | undefined {
    this.#forgetOld();
    const { ending } = this.#endings.get(endingKeyOf(sessionId)) ?? {};
    return refusalBy(ending, lineage) ?? refusalBy(elsewhere, lineage);
  }

  /** Closes the record. */
  close(): void {
    this.#record?.close();
  }

  #remember(ending: Ending): void {
    const known = this.#endings.get(ending.key)?.ending;
    if (known && !supersedes(ending, known)) return;
    this.#endings.delete(ending.key);
    this.#endings.set(ending.key, { ending, untilMs: Date.now() + this.#keepMs });
  }

  #forgetOld(): void {
    const nowMs = Date.now();
    for (const [key, { untilMs }] of this.#endings) {
      if (untilMs > nowMs) return;
      this.#endings.delete(key);
    }
  }
}

function refusalBy(ending: EndingLineage | undefined, lineage: Lineage): Refusal | undefined {
  if (!ending) return undefined;
  const isLaterSecret = ending.code === "left" && isLater(lineage, ending.lineage);
  return isLaterSecret ? undefined : endingRefusal(ending.code);
}

/** Returns whether an ending replaces a known one: an administrator's ending prevails, then the one that ends more secrets. */
function supersedes(ending: Ending, known: Ending): boolean {
  if (known.code !== "left") return false;
  return ending.code !== "left" || isLater(ending.lineage, known.lineage);
}
