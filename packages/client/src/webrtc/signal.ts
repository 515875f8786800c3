import { isRecord } from "../base/is-record.ts";

/**
 * One session description (`refusable`: its sender understands a refusal of it); one ICE candidate, where `null` is the end of
 * them (RFC 8838 §8.2); or the refusal of the last description, which could not be used.
 */
export type Signal =
  | { readonly description: RTCSessionDescriptionInit; readonly refusable?: true }
  | { readonly candidate: RTCIceCandidateInit | null }
  | { readonly refused: "offer" | "answer" };

/** What came off the wire as a signal; `undefined` if it is something else. */
export function signalOf(content: unknown): Signal | undefined {
  if (!isRecord(content)) return undefined;
  const { description, candidate, refusable, refused } = content;
  if (isDescription(description)) {
    return refusable === true ? { description, refusable } : { description };
  }
  if (refused === "offer" || refused === "answer") return { refused };
  if (candidate === null || isCandidate(candidate)) return { candidate };
  return undefined;
}

export function isDescription(value: unknown): value is RTCSessionDescriptionInit {
  return isRecord(value) && (value["type"] === "offer" || value["type"] === "answer")
    ? typeof value["sdp"] === "string"
    : false;
}

function isCandidate(value: unknown): value is RTCIceCandidateInit {
  return isRecord(value) && typeof value["candidate"] === "string";
}

/** The ICE user name fragments of a description: each stands for one generation of candidates. */
export function fragmentsOf(sdp = ""): readonly string[] {
  return [...sdp.matchAll(/^a=ice-ufrag:(\S+)/gm)].map(([, fragment]) => fragment as string);
}

/** The names of the parts of a description (RFC 5888). */
export function midsOf(sdp = ""): readonly string[] {
  return [...sdp.matchAll(/^a=mid:(\S+)/gm)].map(([, mid]) => mid as string);
}
