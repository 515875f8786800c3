import { type Envelope, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Peer } from "../directory/directory.ts";
import type { Content } from "./content.ts";

/** A session's life: connected, ready under a peer id, ended. */
export type Standing =
  | { readonly state: "visitor" }
  | { readonly state: "peer"; readonly peer: Peer }
  | { readonly state: "gone" };

/** The server's memory of one client. A gateway makes it; from then on only the hub moves its standing. */
export interface Session {
  readonly socketId: string;
  standing: Standing;
  /** Writes to the client's live connection. `false`: there is none any more. */
  deliver(envelope: Envelope<Content>): boolean;
}

/** The peer that this session is. Refuses with `not-ready`. */
export function peerOf({ standing }: Session): Peer {
  if (standing.state !== "peer") throw new SignalingError("not-ready", "say `ready` first");
  return standing.peer;
}
