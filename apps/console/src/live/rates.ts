import type { StreamEvent } from "../api/answers.ts";

/** The names of the rates. */
export const rateNames = ["messages", "joins", "opened", "failed", "refusals", "limits"] as const;

export type RateName = (typeof rateNames)[number];

/** The number of seconds that are shown. */
export const shownSeconds = 120;

/** The rates of the last seconds, and the totals of refusals and reached limits, summed over all servers. */
export class Rates {
  /** Per second, the latest last. */
  readonly series: Readonly<Record<RateName, number[]>> = {
    messages: [],
    joins: [],
    opened: [],
    failed: [],
    refusals: [],
    limits: [],
  };
  /** The number of seconds so far. */
  seconds = 0;
  readonly refusals = new Map<string, number>();
  readonly limits = new Map<string, number>();
  /** The causes of failed and lost connections between peers. */
  readonly causes = new Map<string, number>();
  #current: Record<RateName, number> = nothing();

  /** Adds the counts of one server. */
  add(event: StreamEvent): void {
    this.#current.messages += numberIn(event["messages"]) + numberIn(event["broadcasts"]);
    this.#current.joins += numberIn(event["joins"]);
    const outcomes = new Map(Object.entries(event["outcomes"] ?? {}));
    this.#current.opened += numberIn(outcomes.get("connected"));
    this.#current.failed += numberIn(outcomes.get("failed")) + numberIn(outcomes.get("lost"));
    addAll(this.causes, event["causes"]);
    this.#current.refusals += addAll(this.refusals, event["refusals"]);
    this.#current.limits += addAll(this.limits, event["limits"]);
  }

  /** Ends the current second. */
  tick(): void {
    this.seconds += 1;
    for (const name of rateNames) {
      const values = this.series[name];
      values.push(this.#current[name]);
      if (values.length > shownSeconds) values.shift();
    }
    this.#current = nothing();
  }
}

const nothing = () => ({ messages: 0, joins: 0, opened: 0, failed: 0, refusals: 0, limits: 0 });

function numberIn(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

/** Adds named counts to totals, and returns their sum. */
function addAll(totals: Map<string, number>, counts: unknown): number {
  let sum = 0;
  for (const [name, value] of Object.entries(counts ?? {})) {
    const count = numberIn(value);
    totals.set(name, (totals.get(name) ?? 0) + count);
    sum += count;
  }
  return sum;
}
