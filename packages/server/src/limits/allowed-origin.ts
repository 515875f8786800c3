/** What `Origin` is called when there is none. */
const missing = "missing";

/**
 * Whether pages of an origin (RFC 6454) may connect. Browsers send it with every WebSocket handshake and
 * let nobody change it; CORS does not keep a page from opening a WebSocket.
 */
export function originGuard(
  allowed: "*" | readonly string[],
): (origin: string | undefined) => boolean {
  if (allowed === "*") return () => true;
  const origins = new Set(allowed);
  // A header that says "missing" is not one that is missing.
  return (origin) =>
    origin === undefined ? origins.has(missing) : origin !== missing && origins.has(origin);
}
