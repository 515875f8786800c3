/** What several measurements of one thing say. */
export interface Summary {
  readonly median: number;
  readonly minimum: number;
  readonly maximum: number;
  /** A tenth of the values is less. */
  readonly tenth: number;
  /** A tenth of the values is more. */
  readonly ninetieth: number;
}

export function summarize(values: readonly number[]): Summary {
  const sorted = values.toSorted((one, other) => one - other);
  return {
    median: quantile(sorted, 0.5),
    minimum: quantile(sorted, 0),
    maximum: quantile(sorted, 1),
    tenth: quantile(sorted, 0.1),
    ninetieth: quantile(sorted, 0.9),
  };
}

/** Between two values it lies on the line from the one to the other. */
function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
