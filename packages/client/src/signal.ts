/** One session description or one ICE candidate; a `null` candidate is the end of them (RFC 8838 §8.2). */
export type Signal =
  | { readonly description: RTCSessionDescriptionInit }
  | { readonly candidate: RTCIceCandidateInit | null };

/** What came off the wire as a signal; `undefined` if it is something else. */
export function signalOf(content: unknown): Signal | undefined {
  if (!isRecord(content)) return undefined;
  const { description, candidate } = content;
  if (isDescription(description)) return { description };
  if (candidate === null || isCandidate(candidate)) return { candidate };
  return undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
