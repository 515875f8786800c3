import { countByType, type Row } from "../model/fold.ts";
import type { RowModel } from "../model/row-model.ts";
import { summaryOf } from "../reading/sdp.ts";
import type { Direction, Entry, EntryOf } from "../trace/entry.ts";
import { spokenTime } from "./clock.ts";
import { candidateFacts, routeFacts, routeWords } from "./labels.ts";
import type { Words } from "./words.ts";

/** For a screen reader: `12.3 s: you sent an offer to bob: audio, data`. */
export function spoken({ row, sinceStartMs }: RowModel, words: Words): string {
  const sentence = `${spokenTime(sinceStartMs)}: ${sentenceOf(row, words)}`;
  if (row.type !== "fold") return sentence;
  return `${sentence}; ${row.isOpen ? "unfolded, Left folds" : "folded, Right unfolds"}`;
}

/** What happened, as a sentence. */
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
      return signalSentence(entry, words);
    case "join":
      return "you joined the room";
    case "channel":
      return `the connection to the server is ${entry.state}`;
    case "peer":
      return `${who} is in the room and said hello`;
    case "leave":
      return `${who} left the room`;
    case "ignored-offer":
      return `two offers met; you ignored the one of ${who}`;
    case "rolled-back":
      return `two offers met; you took yours back in favour of ${who}`;
    case "dropped-candidate":
      return `you dropped a late candidate of ${who}`;
    case "ice-restart":
      return `you asked for a new route to ${who}, attempt ${entry.attempt}`;
    case "connection":
      return `the connection with ${who} is ${entry.state}`;
    case "route":
      return `the route to ${who} is a ${routeWords(entry)} (${routeFacts(entry)})`;
    case "track":
      return `${who} sends you ${entry.media}`;
    case "candidate-error":
      return `${words.mask(entry.url)} gave no candidate: ${words.mask(entry.reason)} (${entry.code})`;
    case "error":
      return `error ${entry.code}: ${words.mask(entry.reason)}`;
  }
}

type SignalEntry = Entry & { readonly direction: Direction };

function signalSentence(entry: SignalEntry, words: Words): string {
  switch (entry.kind) {
    case "offer":
      return `${passed(entry, offerWords(entry), words)}: ${summaryOf(entry.sdp)}`;
    case "answer":
      return `${passed(entry, "an answer", words)}: ${summaryOf(entry.sdp)}`;
    case "candidate":
      return passed(entry, `a candidate (${candidateFacts(entry, words)})`, words);
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
