import type { Notice, PresenceBatch } from "simple-webrtc-signaling-protocol";
import type { Peer } from "../cluster/directory.ts";
import type { Content } from "../content/content.ts";

/** A content of another peer. `fromSession` is present if the receiver has a session. */
export interface RelayedMessage {
  readonly type: "message";
  readonly from: string;
  readonly fromSession?: string;
  /** The receiver's peer id; `all` for a broadcast. */
  readonly target: string;
  readonly content: Content;
}

/** A peer joined or left the room, for receivers without a session. */
export interface PeerChange {
  readonly type: "joined" | "left";
  readonly peerId: string;
}

/** The peers that were in the room before, for a newcomer without a session. */
export interface RosterEvent {
  readonly type: "roster";
  /** The newcomer. */
  readonly peerId: string;
  readonly peers: readonly Peer[];
}

/** The peers that joined and left during the last tick, for receivers with a session. */
export interface PresenceEvent {
  readonly type: "presence";
  readonly batch: PresenceBatch;
}

/** A text of an administrator. */
export interface NoticeEvent {
  readonly type: "notice";
  readonly notice: Notice;
}

/** An event that the hub sends to a client. Gateways translate it to their protocol. An event with many receivers is one object. */
export type HubEvent = RelayedMessage | PeerChange | RosterEvent | PresenceEvent | NoticeEvent;
