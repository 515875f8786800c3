import { SignalingError } from "./errors.ts";
import { isDescription, isRecord } from "./signal.ts";

/** Peers of the room that send an offer without a greeting: other software, which nothing answers. Each is reported once. */
export class Strangers {
  readonly #reported = new Set<string>();

  /** The error to report for a content without a greeting; `undefined` if there is none, or none any more. */
  errorFor(peerId: string, content: unknown): SignalingError | undefined {
    if (!hasOffer(content) || this.#reported.has(peerId)) return undefined;
    this.#reported.add(peerId);
    const sentence = `peer "${peerId}" sent an offer without the greeting of a room, so it is not answered`;
    return new SignalingError(
      "bad-message",
      `${sentence}; PROTOCOL.md, rules Q1 to Q9, says what it must send`,
    );
  }

  /** The peer has left. Another one may have its id. */
  forget(peerId: string): void {
    this.#reported.delete(peerId);
  }
}

/** Applications send a description as it is, or as a member of an object under any name. */
function hasOffer(content: unknown): boolean {
  if (!isRecord(content)) return false;
  return [content, ...Object.values(content)].some(
    (value) => isDescription(value) && value.type === "offer",
  );
}
