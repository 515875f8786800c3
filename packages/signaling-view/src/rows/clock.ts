/** `mm:ss.mmm` since the first row. */
export function clockTime(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  const minutes = String(Math.floor(whole / 60_000)).padStart(2, "0");
  const seconds = String(Math.floor(whole / 1_000) % 60).padStart(2, "0");
  return `${minutes}:${seconds}.${String(whole % 1_000).padStart(3, "0")}`;
}

/** A duration in the unit that suits its length. */
export function span(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(2)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.floor(ms / 1_000) % 60} s`;
}

/** A round-trip time, which is never nothing. */
export function roundTripTime(ms: number): string {
  return ms < 1 ? "<1 ms" : span(ms);
}

/** Since the row before: `+38 ms`; empty for the first. */
export function deltaTime(ms: number | undefined): string {
  return ms === undefined ? "" : `+${span(ms)}`;
}

/** For a screen reader: `12.3 s`. */
export function spokenTime(ms: number): string {
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${((ms / 1_000) % 60).toFixed(1)} s`;
}
