import type { Refusal } from "simple-webrtc-signaling-protocol";
import { isLater, type Lineage } from "../auth/lineage.ts";
import { type Ending, type EndingCode, endingKeyOf } from "../session-record/ending.ts";

/** Where endings are kept for processes that come after this one. */
export interface EndingRecord {
  /** What earlier processes have recorded. */
  earlier(): Iterable<Ending>;
  /** Has recorded the ending when it returns. It never throws. */
  add(ending: Ending): void;
  close(): void;
}

export interface EndedSessionsOptions {
  /** For how long an ending is remembered, in milliseconds. */
  readonly keepMs: number;
  /** Absent: no later process can resume a session of this one. */
  readonly record: EndingRecord | undefined;
}

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

/** Returns what the client of an ended session is told. */
export function endingRefusal(code: EndingCode): Refusal {
  return refusals[code];
}

/** Sessions that have ended, as long as their clients may still try to resume them: here, and in the processes before. */
export class EndedSessions {
  /** By key, those that are forgotten first in front. */
  readonly #endings = new Map<string, Remembered>();
  readonly #keepMs: number;
  readonly #record: EndingRecord | undefined;

  constructor({ keepMs, record }: EndedSessionsOptions) {
    this.#keepMs = keepMs;
    this.#record = record;
    for (const ending of record?.earlier() ?? []) this.#remember(ending);
  }

  add(sessionId: string, { code, lineage }: Omit<Ending, "key">): void {
    const ending = { key: endingKeyOf(sessionId), code, lineage };
    this.#record?.add(ending);
    this.#forgetOld();
    this.#remember(ending);
  }

  /**
   * Returns why a session that is claimed with a genuine secret cannot be resumed, if it has ended. A leave counts for
   * the secrets that had been issued by then; what an administrator did counts for all.
   */
  refusalOf(sessionId: string, lineage: Lineage): Refusal | undefined {
    this.#forgetOld();
    const { ending } = this.#endings.get(endingKeyOf(sessionId)) ?? {};
    if (!ending) return undefined;
    const isOfAnother = ending.code === "left" && isLater(lineage, ending.lineage);
    return isOfAnother ? undefined : endingRefusal(ending.code);
  }

  /** Nothing more is recorded. */
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

/** Of two endings of one session an administrator's counts, or else the one that ends more secrets. */
function supersedes(ending: Ending, known: Ending): boolean {
  if (known.code !== "left") return false;
  return ending.code !== "left" || isLater(ending.lineage, known.lineage);
}
