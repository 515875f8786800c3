import type { Passage } from "./passage.ts";

/** A phrase that no text of this repository may contain, and the phrase that replaces it. */
export interface Phrase {
  readonly not: RegExp;
  readonly write: string;
  /** A place where the phrase has its ordinary meaning. */
  readonly except?: (path: string, passage: Passage) => boolean;
}

const people =
  "it|them|him|her|me|us|you|one|people|(?:any|every|some|no)(?:body| ?one)|(?:a |the |its )?(?:clients?|peers?)";

/** The pages of the demo are about sound, too. */
const isAboutSound = (path: string) => path.startsWith("apps/demo/");

/** The tables of PROTOCOL.md say with one verb which messages a client receives. */
const isWireTable = (path: string, { place }: Passage) =>
  path === "PROTOCOL.md" && place !== "block";

/** What is written in place of each phrase. The patterns match no ordinary use, so every match is an error. */
export const wordList: readonly Phrase[] = [
  {
    not: /\bwho(?:m)?(?:so)?ever\b/i,
    write: "the noun: the client, the peer, the caller, anybody who",
  },
  {
    not: new RegExp(`\\b(?:let|lets|letting) (?:(?:${people}) )?in\\b`, "i"),
    write: "connected, authenticated or authorized",
  },
  {
    not: /\b(?:credentials?|tokens?) (?:that|which) ends?\b(?! (?:the|a|with|in)\b)|\b(?:when|until|after|before) (?:\w+ ){1,2}(?:credential|token)s? ends?\b/i,
    write: "expires",
  },
  {
    not: /\badmi(?:t|ts|tted|tting|ssions?)\b/i,
    write: "connected, authenticated or authorized",
  },
  { not: /\b(?:has|have|had) an end\b/i, write: "expires" },
  {
    not: /\b(?:is|are|was|were|be|been|being) told\b(?! (?:to|apart)\b)/i,
    write: "receives or is sent",
    except: isWireTable,
  },
  {
    not: /\bhears\b|\bhear(?:d|ing)? (?:of|about|from)\b/i,
    write: "receives",
    except: (path, passage) => isWireTable(path, passage) || isAboutSound(path),
  },
  { not: /\bwho (?:is|are|was|were|else is) there\b/i, write: "presence, roster or participants" },
  { not: /\bbe had\b/i, write: "is unavailable or cannot be reached" },
  { not: /\bmend(?:s|ed|ing)?\b/i, write: "fixed" },
  {
    not: /\b(?:go|goes|went|gone) on\b(?! (?:a|an|the|its|their|this|that|these|those|each|every|both|one|top)\b)/i,
    write: "continues or resumes",
  },
  { not: /\b(?:come|comes|came|coming) back\b/i, write: "resumes, reconnects or returns" },
  { not: /\b(?:come|comes|came|coming) again\b/i, write: "reconnects or is sent again" },
  {
    not: /\b(?:is|are|was|were) back\b(?![- ](?:to|pressure)\b)/i,
    write: "reconnected or resumed",
  },
  { not: /\b(?:who|readers? that) do(?:es)? not read\b/i, write: "slow consumer" },
  {
    not: new RegExp(
      `\\b(?:send|sends|sent|sending|turn|turns|turned|turning) (?:(?:${people}) )?away\\b`,
      "i",
    ),
    write: "removed by an administrator, or refused",
  },
  {
    not: /\bend(?:s|ed|ing)? (?:the|your|its|a) stay\b|\bstay (?:was|is|has been) ended\b/i,
    write: "removed by an administrator",
  },
  { not: /\b(?:come|comes|came) by another\b/i, write: "replaced by a newer connection" },
  {
    not: /\bseed['’]s\b|\bthe seed (?:did|does|do|had|has|is|was|itself|says|said|server|protocol|repository|README)\b|\b(?:as|like|in|than) the seed\b(?! of)/i,
    write: 'the base protocol, or "the original README"',
  },
  {
    not: /(?<!\bon )\b(?:the|its|their|our) way to the server\b|\b(?:the )?(?:server link|link to the server)\b/i,
    write: "the connection to the server",
  },
  { not: /\bthe real thing\b/i, write: "the underlying `RTCPeerConnection`, or the noun" },
  {
    not: /\b(?:the|one|every|each|another) doors?\b|\bopen doors?\b|\bknock(?:s|ed|ing)?\b|\bturnstiles?\b/i,
    write: "accept queue, handshake guard or entry point",
  },
  { not: /\bmailbox(?:es)?\b/i, write: "serial queue" },
  { not: /\boccupants?\b/i, write: "open connections" },
  { not: /\bclientele\b/i, write: "client fleet" },
];
