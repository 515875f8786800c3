import { addressSort, type Candidate, parseCandidate } from "./candidate.ts";
import type { Field } from "./sdp-fields.ts";

/** A candidate in fields, addresses as `mask` leaves them; none if it cannot be read. */
export function candidateFields(
  { candidate: line = "", sdpMid, sdpMLineIndex, usernameFragment }: RTCIceCandidateInit,
  mask: (text: string) => string,
): Field[] {
  const open = parseCandidate(line);
  const masked = parseCandidate(mask(line));
  if (!open || !masked) return [];
  const fragment = usernameFragment ?? masked.extensions.get("ufrag");
  return [
    { name: "type", value: masked.type },
    { name: "protocol", value: transportOf(masked) },
    { name: "address", value: masked.address, meaning: addressSort(open.address) },
    ...numbers(masked),
    ...origin(masked),
    ...optional("for section", sdpMid ?? sdpMLineIndex?.toString(), "of the description"),
    ...optional("ICE ufrag", fragment, "the generation it belongs to"),
  ];
}

function numbers({ port, priority, component, foundation }: Candidate): Field[] {
  return [
    { name: "port", value: String(port), ...(port === 9 ? { meaning: "9 stands for none" } : {}) },
    { name: "priority", value: String(priority), meaning: "higher ones are tried first" },
    { name: "component", value: component === 2 ? "2 (RTCP)" : String(component) },
    { name: "foundation", value: foundation, meaning: "the same for candidates much alike" },
  ];
}

function origin({ relatedAddress, relatedPort }: Candidate): Field[] {
  if (relatedAddress === undefined) return [];
  const value = `${relatedAddress}:${relatedPort ?? "?"}`;
  return [{ name: "found from", value, meaning: "the address behind this one" }];
}

const tcpWords: Readonly<Record<string, string>> = {
  active: "tcp, connects to the other",
  passive: "tcp, waits for the other",
  so: "tcp, both at once",
};

export function transportOf({ protocol, tcpType }: Candidate): string {
  return tcpWords[tcpType ?? ""] ?? protocol;
}

function optional(name: string, value: string | null | undefined, meaning: string): Field[] {
  return value ? [{ name, value, meaning }] : [];
}
