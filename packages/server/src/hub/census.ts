import type { GatewayName } from "../telemetry/gateway-name.ts";
import type { HubState } from "./state.ts";

/** The sessions with one gateway and state. `gateway` is `undefined` for connections that were on another node. */
export interface SessionCount {
  readonly gateway: GatewayName | undefined;
  readonly state: "visitor" | "peer" | "away";
  readonly sessions: number;
}

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
