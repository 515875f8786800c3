import { hexOf } from "./hex.ts";

/** Returns an id of 128 random bits, in hexadecimal. `crypto.randomUUID` would need a secure context. */
export function randomId(): string {
  return hexOf(crypto.getRandomValues(new Uint8Array(16)));
}
