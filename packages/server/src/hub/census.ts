import type { SessionCount } from "../telemetry/session-count.ts";
import type { HubState } from "./state.ts";

/** The sessions and rooms of this node at one moment. */
export interface Census {
  /** The number of rooms with peers of this node. */
  readonly rooms: number;
  readonly sessions: readonly SessionCount[];
}

/** Counts the sessions of this node. The work grows with their number. */
export function censusOf({ local }: HubState): Census {
  const counts = new Map<string, SessionCount>();
  for (const { gateway, state } of local.all()) {
    if (state.kind === "gone") continue;
    const key = `${gateway} ${state.kind}`;
    const sessions = (counts.get(key)?.sessions ?? 0) + 1;
    counts.set(key, { gateway, state: state.kind, sessions });
  }
  return { rooms: local.members.roomCount, sessions: [...counts.values()] };
}
