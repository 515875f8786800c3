import type { GatewayName } from "./gateway-name.ts";

/** The sessions with one gateway and state. `gateway` is `undefined` for connections that were on another node. */
export interface SessionCount {
  readonly gateway: GatewayName | undefined;
  readonly state: "visitor" | "peer" | "away";
  readonly sessions: number;
}
