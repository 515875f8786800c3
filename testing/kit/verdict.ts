/** One measured value and whether it passes. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly held: boolean;
}

/** The result of one attack on one server. */
export interface Verdict {
  readonly held: boolean;
  readonly figures: readonly Figure[];
}

const short = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(1));

/** A number with an upper limit. */
export function atMost(name: string, value: number, most: number, unit = ""): Figure {
  return {
    name,
    value: `${short(value)}${unit} (≤ ${short(most)}${unit})`,
    held: value <= most,
  };
}

export function atLeast(name: string, value: number, least: number, unit = ""): Figure {
  return {
    name,
    value: `${short(value)}${unit} (≥ ${short(least)}${unit})`,
    held: value >= least,
  };
}

/** A number without a limit, for information. */
export function note(name: string, value: number | string, unit = ""): Figure {
  return { name, value: `${typeof value === "number" ? short(value) : value}${unit}`, held: true };
}

export function verdictOf(figures: readonly Figure[]): Verdict {
  return { held: figures.every(({ held }) => held), figures };
}
