import { SignalingError } from "../base/errors.ts";

/**
 * Returns the absolute URL of a server; without a `url`, the origin of the page. Throws a `SignalingError`, code `bad-message`,
 * for an invalid URL.
 */
export function serverAddressOf(url: string | undefined): string {
  const page: Location | undefined = globalThis.location;
  const address = url ?? page?.origin;
  if (address === undefined) {
    throw new SignalingError("bad-message", "`url` is required outside a page");
  }
  const parsed = parse(address, page?.href);
  if (/^(http|ws)s?:/.test(parsed)) return parsed;
  throw new SignalingError(
    "bad-message",
    `\`url\` "${address}" is invalid; use one like https://signaling.example`,
  );
}

/** Returns an empty text for an invalid URL. */
function parse(url: string, base: string | undefined): string {
  try {
    return new URL(url, base).href;
  } catch {
    return "";
  }
}

/**
 * Reports to the server that the page left a connection (PROTOCOL.md, L3 and F10). Browsers send both requests also while the
 * page is unloaded (Fetch §4.6, Beacon §3.1). Firefox loses one of them now and then. Other platforms do not need them.
 */
export function sendLeave(address: string): void {
  const { navigator } = globalThis;
  if (!navigator?.sendBeacon) return;
  fetch(address, { method: "POST", mode: "no-cors", keepalive: true }).catch(() => {});
  navigator.sendBeacon(address);
}
