import { randomBytes } from "node:crypto";

/**
 * Returns the id of a new node: 12 characters of base64url, so it contains no separator of a name or an address. The first one is
 * no hyphen, so that a command line does not take the id for an option.
 */
export function newNodeId(bytes = randomBytes(9)): string {
  return bytes.toString("base64url").replace(/^-/, "0");
}
