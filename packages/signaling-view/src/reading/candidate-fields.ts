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
    ...optional("ICE ufrag", fragment, "the ICE generation of the candidate"),
  ];
}

function numbers({ port, priority, component, foundation }: Candidate): Field[] {
  return [
    {
      name: "port",
      value: String(port),
      ...(port === 9 ? { meaning: "9 means that the candidate has no port" } : {}),
    },
    { name: "priority", value: String(priority), meaning: "higher values are tested first" },
    { name: "component", value: component === 2 ? "2 (RTCP)" : String(component) },
    {
      name: "foundation",
      value: foundation,
      meaning: "equal for candidates of the same type from the same base address",
    },
  ];
}

function origin({ relatedAddress, relatedPort }: Candidate): Field[] {
  if (relatedAddress === undefined) return [];
  const value = `${relatedAddress}:${relatedPort ?? "?"}`;
  return [
    { name: "related address", value, meaning: "the address before the NAT or the TURN server" },
  ];
}

const tcpWords: Readonly<Record<string, string>> = {
  active: "tcp, opens connections",
  passive: "tcp, waits for connections",
  so: "tcp, simultaneous open",
};

export function transportOf({ protocol, tcpType }: Candidate): string {
  return tcpWords[tcpType ?? ""] ?? protocol;
}

function optional(name: string, value: string | null | undefined, meaning: string): Field[] {
  return value ? [{ name, value, meaning }] : [];
}
