import { isRecord } from "../base/is-record.ts";

/** Returns whether a content carries an offer (PROTOCOL.md, Q5). */
export function isOffer(message: unknown): boolean {
  return (
    isRecord(message) &&
    isRecord(message["description"]) &&
    message["description"]["type"] === "offer"
  );
}
