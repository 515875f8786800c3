import type { ChannelState } from "simple-webrtc-signaling-client";
import { countByType, type Row } from "../model/fold.ts";
import { parseCandidate } from "../reading/candidate.ts";
import { summaryOf } from "../reading/sdp.ts";
import type { Entry, EntryOf, Kind } from "../trace/entry.ts";
import { span } from "./clock.ts";
import type { Label, Words } from "./words.ts";

/** What is written at a row of the diagram, in as few words as will do. */
export function labelOf(row: Row, words: Words): Label {
  if (row.type === "entry") return entryLabel(row.entry, words);
  const main = `${row.isOpen ? "▾" : "▸"} ${row.entries.length} candidates`;
  return { main, soft: countByType(row.entries) };
}

type Labels = { readonly [K in Kind]: (entry: EntryOf<K>, words: Words) => Label };

const labels: Labels = {
  join: () => ({ main: "join", soft: "to the room" }),
  channel: ({ state }) => ({ main: `signaling ${channelWords[state]}` }),
  peer: ({ peerId }, { nameOf }) => ({ main: "hello", soft: `${nameOf(peerId)} is here` }),
  leave: ({ peerId }, { nameOf }) => ({ main: "bye", soft: `${nameOf(peerId)} has left` }),
  offer: ({ sdp, isRestart }) => ({
    main: "offer",
    soft: `${summaryOf(sdp)}${isRestart ? " · new ICE generation" : ""}`,
  }),
  answer: ({ sdp }) => ({ main: "answer", soft: summaryOf(sdp) }),
  candidate: (entry, words) => ({ main: "candidate", soft: candidateFacts(entry, words) }),
  "end-of-candidates": () => ({ main: "end of candidates" }),
  "candidate-error": ({ url, code }, { mask }) => ({
    main: "no candidate",
    soft: `${mask(url)} · ${code}`,
  }),
  "ignored-offer": ({ peerId }, { nameOf }) => ({
    main: "glare",
    soft: `${nameOf(peerId)}’s offer ignored`,
  }),
  "rolled-back": () => ({ main: "glare", soft: "own offer rolled back" }),
  "dropped-candidate": () => ({ main: "candidate dropped", soft: "of an offer that is over" }),
  "ice-restart": ({ attempt }) => ({ main: "ICE restart", soft: `attempt ${attempt}` }),
  connection: ({ state }) => ({ main: state }),
  route: (entry) => ({ main: routeWords(entry), soft: routeFacts(entry) }),
  track: ({ media }) => ({ main: `${media} track`, soft: "directly" }),
  error: ({ code, reason }, { mask }) => ({ main: code, soft: mask(reason) }),
};

const channelWords: Readonly<Record<ChannelState, string>> = {
  connecting: "connecting…",
  connected: "connected again",
  reconnecting: "reconnecting…",
  closed: "closed",
};

/** TypeScript cannot see that an entry meets the function of its own kind. */
function entryLabel<K extends Kind>(entry: EntryOf<K> & Entry, words: Words): Label {
  const label = labels[entry.kind as K] as (entry: EntryOf<K>, words: Words) => Label;
  return label(entry, words);
}

/** For example `host · udp · ip-1:50000`. */
export function candidateFacts({ candidate }: EntryOf<"candidate">, { mask }: Words): string {
  const line = mask(candidate.candidate ?? "");
  const parsed = parseCandidate(line);
  if (!parsed) return line;
  const { type, protocol, address, port } = parsed;
  return `${type} · ${protocol} · ${address}:${port}`;
}

export function routeWords({ route }: EntryOf<"route">): string {
  if (route === "relay") return "relayed route";
  return route === "srflx" ? "direct route through NAT" : "direct route";
}

/** For example `host · udp · round trip 12 ms`. */
export function routeFacts({ route, protocol, roundTripMs }: EntryOf<"route">): string {
  const trip = roundTripMs === undefined ? undefined : `round trip ${span(roundTripMs)}`;
  return [route, protocol, trip].filter((fact) => fact !== undefined).join(" · ");
}
