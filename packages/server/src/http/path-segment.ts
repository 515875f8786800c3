/** What is left of a name of dots when it was percent-encoded, once or more. */
const encodedDots = /^(%(25)*2E){1,2}$/i;

const dots = /^\.{1,2}$/;

/**
 * A name as one segment of a URL's path. `.` and `..` mean another path there however they are encoded
 * (WHATWG URL §4.4), so they, and what looks like them encoded, are encoded once more.
 */
export function segmentOf(name: string): string {
  const isAmbiguous = dots.test(name) || encodedDots.test(name);
  return encodeURIComponent(isAmbiguous ? encodeAll(name) : name);
}

/** The name that a segment stands for, decoded once already, as routers do. */
export function nameIn(segment: string): string {
  return encodedDots.test(segment) ? decodeURIComponent(segment) : segment;
}

function encodeAll(name: string): string {
  return encodeURIComponent(name).replaceAll(".", "%2E");
}
