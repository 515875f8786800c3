import { isRecord } from "../base/is-record.ts";
import type { PeerInfo } from "../channel/signaling-channel.ts";

/**
 * What peers of a room say to each other beside signals. A visit is one stay of a peer in a room, from
 * its join to its leave: whoever comes back under the same id has another one, and nothing of the
 * old one reaches it.
 */
export interface Greeting {
  readonly visit: string;
  /** The visit this answers or is meant for; absent if it is not known yet. */
  readonly to?: string;
  /** `hello`: here I am. `bye`: I leave. Absent: what comes with it is a signal. */
  readonly say?: "hello" | "bye";
}

/** The own visit. It is another one when the page was put aside meanwhile. */
export interface OwnJoin {
  id: string;
}

/** How this peer introduces itself, each time it becomes ready: to those who are there, and to those who come later. */
export function introductionOf(visit: OwnJoin): PeerInfo {
  return {
    get metadata() {
      return { visit: visit.id };
    },
    get helloMessage() {
      return { visit: visit.id, say: "hello" } satisfies Greeting;
    },
  };
}

/** What came off the wire as a greeting; `undefined` if it is something else. */
export function greetingOf(content: unknown): Greeting | undefined {
  if (!isRecord(content) || typeof content["visit"] !== "string") return undefined;
  const { visit, to, say } = content;
  return {
    visit,
    ...(typeof to === "string" ? { to } : {}),
    ...(say === "hello" || say === "bye" ? { say } : {}),
  };
}
