/** Matches `.` and `..` after percent-encoding, once or more often. */
const encodedDots = /^(%(25)*2E){1,2}$/i;

const dots = /^\.{1,2}$/;

/**
 * Returns a name as one segment of a URL path. URL parsers resolve `.` and `..` even if they are percent-encoded (WHATWG URL
 * §4.4), so these names, and names that look like their encoded forms, are encoded twice.
 */
export function segmentOf(name: string): string {
  const isAmbiguous = dots.test(name) || encodedDots.test(name);
  return encodeURIComponent(isAmbiguous ? encodeAll(name) : name);
}

/** Returns the name of a segment that the router has already decoded once. */
export function nameIn(segment: string): string {
  return encodedDots.test(segment) ? decodeURIComponent(segment) : segment;
}

function encodeAll(name: string): string {
  return encodeURIComponent(name).replaceAll(".", "%2E");
}
