import type { Fact } from "../telemetry/fact.ts";

/** The numbers of facts during a period. */
export interface Counts {
  /** The length of the period, in seconds. */
  readonly seconds: number;
  readonly messages: number;
  readonly broadcasts: number;
  readonly joins: number;
  readonly leaves: number;
  readonly losses: number;
  readonly resumes: number;
  /** By code. */
  readonly refusals: Readonly<Record<string, number>>;
  /** By the name of the limit. */
  readonly limits: Readonly<Record<string, number>>;
  /** Connections between peers, as clients report them: `connected`, `failed`, `lost`. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** The causes of failed and lost connections. */
  readonly causes: Readonly<Record<string, number>>;
}

type Counted = "messages" | "broadcasts" | "joins" | "leaves" | "losses" | "resumes";

const counted: Partial<Record<Fact["type"], Counted>> = {
  "message.relayed": "messages",
  "message.broadcast": "broadcasts",
  "peer.joined": "joins",
  "peer.left": "leaves",
  "peer.away": "losses",
  "peer.resumed": "resumes",
};

/** Counts facts. It works only while there are readers, so it is separate from the metrics, which a server may not have. */
export class EventCounts {
  #counts = noCounts();
  #sinceMs: number;

  constructor(nowMs: number) {
    this.#sinceMs = nowMs;
  }

  add(fact: Fact): void {
    const name = counted[fact.type];
    if (name) this.#counts[name] += 1;
    else if (fact.type === "limit.reached") increase(this.#counts.limits, fact.limit);
    else if (fact.type === "outcome.reported") {
      increase(this.#counts.outcomes, fact.outcome);
      if (fact.outcome !== "connected") increase(this.#counts.causes, fact.cause ?? "unknown");
    } else if (isRefusal(fact)) increase(this.#counts.refusals, fact.code);
  }

  /** Returns the counts since the last call. */
  take(nowMs: number): Counts {
    const counts = this.#counts;
    const seconds = (nowMs - this.#sinceMs) / 1_000;
    this.#counts = noCounts();
    this.#sinceMs = nowMs;
    return { seconds, ...counts };
  }
}

type Refusal = Extract<
  Fact,
  { type: "handshake.refused" | "socket.refused" | "resume.refused" | "request.refused" }
>;

function isRefusal(fact: Fact): fact is Refusal {
  return /^(handshake|socket|resume|request)\.refused$/.test(fact.type);
}

function noCounts() {
  const numbers: Record<Counted, number> = {
    messages: 0,
    broadcasts: 0,
    joins: 0,
    leaves: 0,
    losses: 0,
    resumes: 0,
  };
  const refusals: Record<string, number> = {};
  const limits: Record<string, number> = {};
  const outcomes: Record<string, number> = {};
  const causes: Record<string, number> = {};
  return { ...numbers, refusals, limits, outcomes, causes };
}

function increase(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
