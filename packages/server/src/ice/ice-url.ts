import { isIPv6 } from "node:net";

/** `stun:` and `stuns:` (RFC 7064) have no parameters, `turn:` and `turns:` (RFC 7065) may name a transport. */
const pattern =
  /^(?:stuns?:(?<stunHost>[^?]+)|turns?:(?<turnHost>[^?]+)(?:\?transport=(?:udp|tcp))?)$/;

const hostAndPort =
  /^(?:\[(?<ipv6>[^\]]+)\]|(?<name>[\w-]+(?:\.[\w-]+)*\.?))(?::(?<port>\d{1,5}))?$/;

/** Whether a text is the address of a STUN or TURN server. */
export function isIceUrl(text: string): boolean {
  const { stunHost, turnHost } = pattern.exec(text)?.groups ?? {};
  const groups = hostAndPort.exec(stunHost ?? turnHost ?? "")?.groups;
  if (!groups) return false;
  const { ipv6, port = "3478" } = groups;
  return (ipv6 === undefined || isIPv6(ipv6)) && Number(port) > 0 && Number(port) < 65_536;
}

/** Whether it is that of a TURN server, which nobody may use without a credential. */
export function isTurnUrl(text: string): boolean {
  return /^turns?:/.test(text) && isIceUrl(text);
}
