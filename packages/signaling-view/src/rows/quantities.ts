const units = ["", "k", "M", "G", "T"];

/** A number with the prefix that suits its size: `1.5 k`. */
function prefixed(value: number): string {
  const power = value < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1_000 ** power;
  const digits = power === 0 || scaled >= 100 ? 0 : 1;
  return `${scaled.toFixed(digits)} ${units[power]}`;
}

/** For example `1.5 kB`. */
export function byteCount(bytes: number): string {
  return `${prefixed(bytes)}B`;
}

/** For example `1.5 Mbit/s`. */
export function bitrate(bitsPerSecond: number): string {
  return `${prefixed(bitsPerSecond)}bit/s`;
}
