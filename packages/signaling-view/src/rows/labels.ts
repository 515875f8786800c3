import type { ChannelState } from "simple-webrtc-signaling-client";
import { parseCandidate } from "../reading/candidate.ts";
import { summaryOf } from "../reading/sdp.ts";
import type { Entry, EntryOf, Kind } from "../trace/entry.ts";
import { roundTripTime } from "./clock.ts";
import { countByType, type Row } from "./fold.ts";
import type { Label, Words } from "./words.ts";

/** Returns the label of a row of the diagram, in a few words. */
export function labelOf(row: Row, words: Words): Label {
  if (row.type === "entry") return entryLabel(row.entry, words);
  const main = `${row.isOpen ? "▾" : "▸"} ${row.entries.length} candidates`;
  return { main, soft: countByType(row.entries) };
}

type Labels = { readonly [K in Kind]: (entry: EntryOf<K>, words: Words) => Label };

const labels: Labels = {
  join: () => ({ main: "join", soft: "the room" }),
  channel: ({ state }) => ({ main: channelWords[state] }),
  peer: ({ peerId }, { nameOf }) => ({ main: "peer found", soft: nameOf(peerId) }),
  leave: ({ peerId }, { nameOf }) => ({ main: "peer left", soft: nameOf(peerId) }),
  offer: ({ sdp, isRestart }) => ({
    main: "offer",
    soft: `${summaryOf(sdp)}${isRestart ? " · ICE restart" : ""}`,
  }),
  answer: ({ sdp }) => ({ main: "answer", soft: summaryOf(sdp) }),
  candidate: (entry, words) => ({ main: "candidate", soft: candidateFacts(entry, words) }),
  "end-of-candidates": () => ({ main: "end of candidates" }),
  refusal: ({ refused }) => ({ main: "refusal", soft: `of the ${refused}` }),
  "candidate-error": ({ url, code }, { mask }) => ({
    main: "no candidate",
    soft: `${mask(url)} · ${code}`,
  }),
  "ignored-offer": ({ peerId }, { nameOf }) => ({
    main: "glare",
    soft: `${nameOf(peerId)}’s offer ignored`,
  }),
  "rolled-back": () => ({ main: "glare", soft: "your offer rolled back" }),
  "dropped-candidate": () => ({ main: "candidate dropped", soft: "outdated" }),
  "ice-restart": ({ attempt }) => ({ main: "ICE restart", soft: `attempt ${attempt}` }),
  connection: ({ state }) => ({ main: state }),
  route: (entry) => ({ main: isRelayed(entry) ? "relayed" : "direct", soft: routeFacts(entry) }),
  track: ({ media, peerId }, { nameOf }) => ({
    main: `${media} track`,
    soft: `announced by ${nameOf(peerId)}`,
  }),
  failed: ({ problems }) => ({ main: "no connection", soft: problems[0]?.reason ?? "" }),
  error: ({ code, reason }, { mask }) => ({ main: code, soft: dismissalOf(code) ?? mask(reason) }),
};

const channelWords: Readonly<Record<ChannelState, string>> = {
  connecting: "connecting to the server",
  connected: "reconnected to the server",
  reconnecting: "server connection lost",
  closed: "server connection closed",
};

/** Says which administrator's action an error code stands for, if it stands for one. */
export function dismissalOf(code: string): string | undefined {
  if (code === "kicked") return "an administrator removed you from this room";
  return code === "room-closed" ? "an administrator closed this room" : undefined;
}

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

export function routeWords(entry: EntryOf<"route">): string {
  if (isRelayed(entry)) return "relayed by a TURN server";
  return entry.route === "srflx" ? "direct, through NAT" : "direct";
}

function isRelayed({ route }: EntryOf<"route">): boolean {
  return route === "relay";
}

/** For example `host · udp · 12 ms`: the type of the candidates, the protocol and the round-trip time. */
export function routeFacts({ route, protocol, roundTripMs }: EntryOf<"route">): string {
  const roundTrip = roundTripMs === undefined ? undefined : roundTripTime(roundTripMs);
  return [route, protocol, roundTrip].filter((fact) => fact !== undefined).join(" · ");
}
