import type { RTCIceCandidateInit, RTCSessionDescriptionInit } from "werift";

/** A signal that two peers exchange through the signaling server, one at a time. */
export type Signal =
  | { readonly description: RTCSessionDescriptionInit }
  | { readonly candidate: RTCIceCandidateInit };

/** The server relays whatever a peer sends, so what comes may be something else. */
export function isSignal(content: unknown): content is Signal {
  if (typeof content !== "object" || content === null) return false;
  return "description" in content || "candidate" in content;
}

/** A signal, for people: `offer`, or `candidate host 127.0.0.1/udp`. */
export function textOfSignal(signal: Signal): string {
  if ("description" in signal) return signal.description.type ?? "description";
  // RFC 8839: foundation, component, transport, priority, address, port, "typ", type
  const [, , transport, , address, , , type] = (signal.candidate.candidate ?? "").split(" ");
  return `candidate ${type} ${address}/${transport}`;
}
