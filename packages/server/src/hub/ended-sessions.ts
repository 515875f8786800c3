import type { Refusal } from "simple-webrtc-signaling-protocol";
import { isLater, type Lineage } from "../auth/lineage.ts";

/** How a session ended: by its client, its grace time or another session of its owner; or by an administrator. */
export type EndingCode = "left" | "kicked" | "room-closed";

export interface Ending {
  readonly code: EndingCode;
  /** Of the last secret that was issued for the session. */
  readonly lineage: Lineage;
}

interface Remembered {
  readonly ending: Ending;
  readonly atMs: number;
}

const over = { code: "session-lost", reason: "that session is over; join without it" } as const;

const refusals = {
  left: over,
  kicked: { code: "kicked", reason: "an administrator removed you from the room" },
  "room-closed": { code: "room-closed", reason: "an administrator closed the room" },
} as const satisfies Readonly<Record<EndingCode, Refusal>>;

/** Returns what the client of an ended session is told. */
export function endingRefusal(code: EndingCode): Refusal {
  return refusals[code];
}

/** Sessions that have ended, as long as their clients may still try to resume them. */
export class EndedSessions {
  /** By session id, in the order in which they ended. */
  readonly #endings = new Map<string, Remembered>();
  readonly #keepMs: number;

  /** `keepMs`: for how long a session is remembered, in milliseconds. */
  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  add(sessionId: string, ending: Ending): void {
    this.#forgetOld();
    const known = this.#endings.get(sessionId)?.ending;
    if (known && known.code !== "left") return;
    this.#endings.delete(sessionId);
    this.#endings.set(sessionId, { ending, atMs: Date.now() });
  }

  /**
   * Returns why a session that is claimed with a genuine secret cannot be resumed, if it has ended. A leave counts for
   * the secrets that had been issued by then; what an administrator did counts for all.
   */
  refusalOf(sessionId: string, lineage: Lineage): Refusal | undefined {
    this.#forgetOld();
    const { ending } = this.#endings.get(sessionId) ?? {};
    if (!ending) return undefined;
    const isOfAnother = ending.code === "left" && isLater(lineage, ending.lineage);
    return isOfAnother ? undefined : endingRefusal(ending.code);
  }

  #forgetOld(): void {
    const oldestMs = Date.now() - this.#keepMs;
    for (const [sessionId, { atMs }] of this.#endings) {
      if (atMs >= oldestMs) return;
      this.#endings.delete(sessionId);
    }
  }
}
