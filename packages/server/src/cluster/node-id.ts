import { randomBytes } from "node:crypto";

/** Returns the id of a new node: 12 characters of base64url, so it contains no separator of a name or an address. */
export function newNodeId(): string {
  return randomBytes(9).toString("base64url");
}
