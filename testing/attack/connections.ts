import { readFileSync } from "node:fs";
import type { Address, Endpoint } from "./endpoint.ts";

const established = "01";

/**
 * Returns the number of open connections from an address at the server (`/proc/net/tcp`). A client that does not read cannot
 * notice that its connection was closed.
 */
export function openConnections({ url }: Endpoint, from: Address): number {
  const port = Number(new URL(url).port).toString(16).toUpperCase().padStart(4, "0");
  const bytes = from
    .split(".")
    .map((byte) => Number(byte).toString(16).toUpperCase().padStart(2, "0"));
  const remote = `${bytes.reverse().join("")}:`;
  const rows = readFileSync("/proc/net/tcp", "utf8").split("\n").slice(1);
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(
      ([, local, other, state]) =>
        local?.endsWith(`:${port}`) === true && other?.startsWith(remote) && state === established,
    ).length;
}
