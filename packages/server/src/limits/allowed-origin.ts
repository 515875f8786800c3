/** The entry that stands for no `Origin` at all. */
const missing = "missing";

/**
 * Returns whether pages of an origin (RFC 6454) may connect, by entries as `originEntry` spells them.
 * Browsers send `Origin` with every WebSocket handshake and let no page change it; CORS does not keep a page
 * from opening a WebSocket.
 */
export function originGuard(
  allowed: "*" | readonly string[],
): (origin: string | undefined) => boolean {
  if (allowed === "*") return () => true;
  const origins = new Set(allowed.filter((entry) => !entry.includes("*")));
  const patterns = allowed.filter((entry) => entry.includes("*")).map(subdomainsOf);
  return (origin) => {
    if (origin === undefined) return origins.has(missing);
    // A header that says "missing" is not one that is missing.
    if (origin === missing) return false;
    return origins.has(spelled(origin)) || patterns.some((pattern) => pattern.test(origin));
  };
}

/** Browsers send the origins of web pages in lower case, and those of other schemes as the application writes them. */
function spelled(origin: string): string {
  return /^https?:/.test(origin) ? origin : origin.toLowerCase();
}

/** `https://*.example.com`: one label or more in place of the asterisk, each followed by its dot. */
function subdomainsOf(entry: string): RegExp {
  const [before = "", after = ""] = entry
    .split("*.")
    .map((part) => part.replace(/[.[\]/]/g, "\\$&"));
  return new RegExp(`^${before}(?:[a-z0-9_-]+\\.)+${after}$`);
}
