import {
  type Envelope,
  type Notice,
  type Refusal,
  SignalingError,
} from "simple-webrtc-signaling-protocol";
import type { Identity } from "../auth/identity.ts";
import type { Peer } from "../directory/directory.ts";
import type { Content } from "./content.ts";

/** A session's life: connected, ready under a peer id, ended. */
export type Standing =
  | { readonly state: "visitor" }
  | { readonly state: "peer"; readonly peer: Peer; readonly joinedAtMs: number }
  | { readonly state: "gone" };

/** What became of an envelope: there was no connection any more; its reader was too slow, and was ended. */
export type Delivery = "written" | "closed" | "too-slow";

/** The server's memory of one client. A gateway makes it; from then on only the hub moves its standing. */
export interface Session {
  readonly socketId: string;
  /** Who it is; another one after a refresh, of the same subject. */
  identity: Identity;
  standing: Standing;
  /** Whether it moves by itself when its server is to stop: only whoever asked for a session does. */
  hearsDrain: boolean;
  /** Writes to the client's live connection. */
  deliver(envelope: Envelope<Content>): Delivery;
  /** Tells the client why, and ends its connection within a second and for good: it leaves as whoever disconnects. */
  end(refusal: Refusal): void;
  /** Tells the client something that people are to read. */
  notify(notice: Notice): void;
}

/** The peer that this session is. Refuses with `not-ready`. */
export function peerOf({ standing }: Session): Peer {
  if (standing.state !== "peer") throw new SignalingError("not-ready", "say `ready` first");
  return standing.peer;
}
