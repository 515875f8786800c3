import { isIPv6 } from "node:net";

/** `stun:` and `stuns:` URLs (RFC 7064) have no parameters, `turn:` and `turns:` URLs (RFC 7065) may have a transport. */
const pattern =
  /^(?:stuns?:(?<stunHost>[^?]+)|turns?:(?<turnHost>[^?]+)(?:\?transport=(?:udp|tcp))?)$/;

const hostAndPort =
  /^(?:\[(?<ipv6>[^\]]+)\]|(?<name>[\w-]+(?:\.[\w-]+)*\.?))(?::(?<port>\d{1,5}))?$/;

/** Returns whether a text is the URL of a STUN or TURN server. */
export function isIceUrl(text: string): boolean {
  const { stunHost, turnHost } = pattern.exec(text)?.groups ?? {};
  const groups = hostAndPort.exec(stunHost ?? turnHost ?? "")?.groups;
  if (!groups) return false;
  const { ipv6, port = "3478" } = groups;
  return (ipv6 === undefined || isIPv6(ipv6)) && Number(port) > 0 && Number(port) < 65_536;
}

/** Returns whether a text is the URL of a TURN server, which requires a credential. */
export function isTurnUrl(text: string): boolean {
  return /^turns?:/.test(text) && isIceUrl(text);
}
