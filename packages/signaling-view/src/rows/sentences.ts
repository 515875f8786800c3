import type { ChannelState } from "simple-webrtc-signaling-client";
import { summaryOf } from "../reading/sdp.ts";
import type { Direction, Entry, EntryOf } from "../trace/entry.ts";
import { roundTripTime, spokenTime } from "./clock.ts";
import { countByType, type Row } from "./fold.ts";
import { candidateFacts, dismissalOf, routeWords } from "./labels.ts";
import type { RowModel } from "./row-model.ts";
import type { Words } from "./words.ts";

/** For a screen reader: `12.3 s: you sent an offer to bob: audio, data`. */
export function spoken({ row, sinceStartMs }: RowModel, words: Words): string {
  const sentence = `${spokenTime(sinceStartMs)}: ${sentenceOf(row, words)}`;
  if (row.type !== "fold") return sentence;
  const hint = row.isOpen ? "expanded; Left Arrow collapses" : "collapsed; Right Arrow expands";
  return `${sentence}; ${hint}`;
}

/** Returns the row as a sentence, without its full stop. */
export function sentenceOf(row: Row, words: Words): string {
  if (row.type === "entry") return entrySentence(row.entry, words);
  return passed(row.entry, `${row.entries.length} candidates (${countByType(row.entries)})`, words);
}

function entrySentence(entry: Entry, words: Words): string {
  const who = words.nameOf(entry.peerId);
  switch (entry.kind) {
    case "offer":
    case "answer":
    case "candidate":
    case "end-of-candidates":
    case "refusal":
      return signalSentence(entry, words);
    case "join":
      return "you joined the room";
    case "channel":
      return channelSentences[entry.state];
    case "peer":
      return `${who} is in the room`;
    case "leave":
      return `${who} left the room`;
    case "ignored-offer":
      return `you and ${who} sent offers at the same time; you ignored the offer from ${who}`;
    case "rolled-back":
      return `you and ${who} sent offers at the same time; you rolled back your offer`;
    case "dropped-candidate":
      return `you dropped an outdated candidate from ${who}`;
    case "ice-restart":
      return `you restarted ICE with ${who}, attempt ${entry.attempt}`;
    case "connection":
      return `the connection to ${who} is ${entry.state}`;
    case "route":
      return routeSentence(entry, who);
    case "track":
      return `${who} announced a track: ${entry.media}`;
    case "candidate-error":
      return `${words.mask(entry.url)} returned no candidate: ${words.mask(entry.reason)} (${entry.code})`;
    case "failed":
      return `there is no connection to ${who}${reasonOf(entry)}`;
    case "error":
      return dismissalOf(entry.code) ?? `error ${entry.code}: ${words.mask(entry.reason)}`;
  }
}

/** The most decisive problem. A sentence of a row has no full stop. */
function reasonOf({ problems: [first] }: EntryOf<"failed">): string {
  return first ? `: ${first.reason.replace(/\.$/, "")}` : "";
}

function routeSentence(entry: EntryOf<"route">, who: string): string {
  const { route, protocol, roundTripMs } = entry;
  const facts = [route, protocol].filter((fact) => fact !== undefined).join(" · ");
  const time = roundTripMs === undefined ? "" : `, round-trip time ${roundTripTime(roundTripMs)}`;
  return `the route to ${who} is ${routeWords(entry)} (${facts}${time})`;
}

const channelSentences: Readonly<Record<ChannelState, string>> = {
  connecting: "you are connecting to the server",
  connected: "you reconnected to the server",
  reconnecting: "the connection to the server was lost; you are reconnecting",
  closed: "the connection to the server is closed",
};

type SignalEntry = Entry & { readonly direction: Direction };

function signalSentence(entry: SignalEntry, words: Words): string {
  switch (entry.kind) {
    case "offer":
      return `${passed(entry, offerWords(entry), words)}: ${summaryOf(entry.sdp)}`;
    case "answer":
      return `${passed(entry, "an answer", words)}: ${summaryOf(entry.sdp)}`;
    case "candidate":
      return passed(entry, `a candidate (${candidateFacts(entry, words)})`, words);
    case "refusal":
      return passed(entry, `a refusal of the ${entry.refused}`, words);
    default:
      return passed(entry, "the end of candidates", words);
  }
}

function offerWords({ isRestart }: EntryOf<"offer">): string {
  return isRestart ? "an offer that restarts ICE" : "an offer";
}

function passed({ direction, peerId }: SignalEntry, what: string, { nameOf }: Words): string {
  const who = nameOf(peerId);
  return direction === "sent" ? `you sent ${what} to ${who}` : `${who} sent you ${what}`;
}
