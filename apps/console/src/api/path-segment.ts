/** Matches `.` and `..` after percent-encoding, once or more often. */
const encodedDots = /^(%(25)*2E){1,2}$/i;

/**
 * Returns a name as one segment of a URL path. The server expects `.` and `..`, and names that look like their encoded forms, to
 * be encoded twice, because URL parsers resolve them otherwise.
 */
export function segmentOf(name: string): string {
  const isAmbiguous = /^\.{1,2}$/.test(name) || encodedDots.test(name);
  if (!isAmbiguous) return encodeURIComponent(name);
  return encodeURIComponent(encodeURIComponent(name).replaceAll(".", "%2E"));
}
