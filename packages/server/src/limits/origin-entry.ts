import { isIP } from "node:net";

/** An entry of a list of origins in its canonical spelling, or the problem of the text. */
export type OriginEntry = { readonly entry: string } | { readonly problem: string };

/** `null` is the origin of opaque pages, such as those of `file:`; `missing` stands for requests without `Origin`. */
const words: ReadonlySet<string> = new Set(["null", "missing"]);

/**
 * Parses one entry: the origin (RFC 6454) of a web page, or of an application with a custom scheme; the origins of all
 * subdomains (`https://*.example.com`); `null` or `missing`.
 */
export function originEntry(text: string): OriginEntry {
  const word = text.toLowerCase();
  if (words.has(word)) return { entry: word };
  return text.includes("*") ? subdomainsEntry(text) : oneOrigin(text);
}

function subdomainsEntry(text: string): OriginEntry {
  const wrong = {
    problem: "has a `*` that does not stand for subdomains, unlike https://*.example.com",
  };
  const [, scheme, domain] = /^(https?):\/\/\*\.([^*]+)$/i.exec(text) ?? [];
  if (domain === undefined) return wrong;
  const parent = oneOrigin(`${scheme}://${domain}`);
  if ("problem" in parent) return parent;
  const { hostname } = new URL(parent.entry);
  // A pattern for a whole top-level domain would be a mistake, and IP addresses have no subdomains.
  const isDomain = hostname === "localhost" || (hostname.includes(".") && isIP(hostname) === 0);
  return isDomain ? { entry: parent.entry.replace("://", "://*.") } : wrong;
}

function oneOrigin(text: string): OriginEntry {
  if (text === "") return noOrigin;
  const [, scheme, authority = "", rest = ""] = /^([^:/]*):\/\/([^/?#]*)(.*)$/s.exec(text) ?? [];
  if (scheme === undefined) return { problem: "has no scheme, such as https://" };
  if (rest !== "" && rest !== "/") {
    return { problem: "has a path, a query or a fragment, which an origin does not have" };
  }
  if (authority.includes("@")) {
    return { problem: "has a user name, which an origin does not have" };
  }
  if (/^wss?$/i.test(scheme)) {
    return { problem: "has the scheme of a WebSocket: use the https:// or http:// of the page" };
  }
  return /^https?$/i.test(scheme)
    ? webOrigin(`${scheme}://${authority}`)
    : applicationOrigin(scheme, authority);
}

const noOrigin = { problem: "is not an origin" };

/** Returns an origin as browsers send it: in lower case, in Punycode, without a default port. */
function webOrigin(text: string): OriginEntry {
  return URL.canParse(text) ? { entry: new URL(text).origin } : noOrigin;
}

/** Returns the origin of an application shell or a browser extension. URL parsers keep the case of these hosts. */
function applicationOrigin(scheme: string, authority: string): OriginEntry {
  const isScheme = /^[a-z][a-z0-9+.-]*$/i.test(scheme);
  const isAuthority = /^([\w.~-]+(:\d{1,5})?)?$/.test(authority);
  const hasHost = authority !== "" || scheme.toLowerCase() === "file";
  if (!isScheme || !isAuthority || !hasHost) return noOrigin;
  return { entry: `${scheme}://${authority}`.toLowerCase() };
}
