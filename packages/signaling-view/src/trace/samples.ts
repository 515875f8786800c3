import type { ReactiveControllerHost } from "lit";
import { type CandidateSort, candidateLine, offerSdp } from "../reading/samples.ts";
import type { Entry, Happening, Stamp } from "./entry.ts";

/** The candidate of one peer, sent or received. */
export function candidateOf(
  sort: CandidateSort = "host",
  direction: "sent" | "received" = "sent",
): Happening {
  return {
    kind: "candidate",
    direction,
    candidate: { candidate: candidateLine(sort), sdpMid: "0" },
  };
}

/** Entries of an exchange with bob, 10 ms apart. */
export function entriesOf(
  happenings: readonly Happening[],
  stamp: Partial<Stamp> = { peerId: "bob" },
): Entry[] {
  return happenings.map((happening, index) => {
    return { id: index + 1, atMs: 1_000 + index * 10, ...stamp, ...happening };
  });
}

/** A successful exchange of two peers, as ada sees it. */
export const plainExchange: readonly Happening[] = [
  { kind: "peer" },
  { kind: "offer", direction: "received", sdp: offerSdp, isRestart: false },
  { kind: "answer", direction: "sent", sdp: offerSdp },
  candidateOf("host"),
  candidateOf("srflx"),
  candidateOf("relay", "received"),
  { kind: "end-of-candidates", direction: "sent" },
  { kind: "connection", state: "connected" },
  { kind: "route", route: "srflx", protocol: "udp", roundTripMs: 12 },
];

/** An element that never draws. */
export function quietHost(): ReactiveControllerHost {
  const nothing = () => {};
  return {
    addController: nothing,
    removeController: nothing,
    requestUpdate: nothing,
    updateComplete: Promise.resolve(true),
  };
}
