import { Counter, type Registry } from "prom-client";

/** Adds an amount to a counter, with one value for each label. */
export type Tally = (amount: number, ...labels: readonly string[]) => void;

export interface TallyOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
  /** Values of the labels that exist from the start, so that their first event is an increase from 0. */
  readonly known?: readonly (readonly string[])[];
}

interface Cell {
  readonly labels: readonly string[];
  amount: number;
}

/** Returns a counter for frequent events, which computes no hash of labels until the metrics are read. */
export function tally(
  registry: Registry,
  { name, help, labelNames = [], known = [] }: TallyOptions,
): Tally {
  const cells = new Map<string, Cell>();
  const add: Tally = (amount, ...labels) => {
    const key = labels.length === 1 ? (labels[0] as string) : labels.join(" ");
    const cell = cells.get(key);
    if (cell) cell.amount += amount;
    else cells.set(key, { labels, amount });
  };
  for (const labels of known) add(0, ...labels);
  new Counter({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    collect() {
      this.reset();
      for (const { labels, amount } of cells.values()) this.labels(...labels).inc(amount);
    },
  });
  return add;
}
