/** The entry for requests without an `Origin` header. */
const missing = "missing";

/**
 * Returns a check whether pages of an origin (RFC 6454) may connect, by entries in the spelling of `originEntry`.
 * CORS does not restrict WebSockets, but browsers send an `Origin` that pages cannot change with every WebSocket handshake.
 */
export function originGuard(
  allowed: "*" | readonly string[],
): (origin: string | undefined) => boolean {
  if (allowed === "*") return () => true;
  const origins = new Set(allowed.filter((entry) => !entry.includes("*")));
  const patterns = allowed.filter((entry) => entry.includes("*")).map(subdomainsOf);
  return (origin) => {
    if (origin === undefined) return origins.has(missing);
    // A header with the value "missing" is not a missing header.
    if (origin === missing) return false;
    return origins.has(spelled(origin)) || patterns.some((pattern) => pattern.test(origin));
  };
}

/** Browsers send the origins of web pages in lower case, and origins of other schemes in the spelling of the application. */
function spelled(origin: string): string {
  return /^https?:/.test(origin) ? origin : origin.toLowerCase();
}

/** Returns the pattern of `https://*.example.com`: the asterisk stands for one or more labels, each followed by a dot. */
function subdomainsOf(entry: string): RegExp {
  const [before = "", after = ""] = entry
    .split("*.")
    .map((part) => part.replace(/[.[\]/]/g, "\\$&"));
  return new RegExp(`^${before}(?:[a-z0-9_-]+\\.)+${after}$`);
}
