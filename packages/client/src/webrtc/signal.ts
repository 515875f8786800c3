import { isRecord } from "../base/is-record.ts";

/**
 * A session description (`refusable`: its sender understands a refusal), an ICE candidate (`null`: end of candidates,
 * RFC 8838 §8.2), or the refusal of the last description, which could not be applied.
 */
export type Signal =
  | { readonly description: RTCSessionDescriptionInit; readonly refusable?: true }
  | { readonly candidate: RTCIceCandidateInit | null }
  | { readonly refused: "offer" | "answer" };

/** Parses a signal from the wire. Returns `undefined` if the content has another shape. */
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

/** Returns the ICE user name fragments of a description (RFC 8839 §5.4). Each names one generation of candidates. */
export function fragmentsOf(sdp = ""): readonly string[] {
  return [...sdp.matchAll(/^a=ice-ufrag:(\S+)/gm)].map(([, fragment]) => fragment as string);
}

/** Returns the `mid` of each media section of a description (RFC 5888). */
export function midsOf(sdp = ""): readonly string[] {
  return [...sdp.matchAll(/^a=mid:(\S+)/gm)].map(([, mid]) => mid as string);
}
