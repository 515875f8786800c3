import type { ErrorCode } from "simple-webrtc-signaling-protocol";

/** Something that happened. A fact never carries a token, a description or a candidate. */
export type Fact =
  | {
      readonly type: "server.listening";
      readonly url: string;
      /** Absent: it listens at `url` only. Otherwise it listens on every address, and other machines reach it at these. */
      readonly networkUrls?: readonly string[] | undefined;
    }
  | {
      readonly type: "server.draining";
      readonly sockets: number;
      /** How many of them are asked to move. */
      readonly movers: number;
      /** When it is over at the latest. */
      readonly seconds: number;
    }
  | { readonly type: "server.drained"; readonly left: number }
  /** A client behind a Unix socket whose address nobody says. Reported once. */
  | { readonly type: "address.missing" }
  | { readonly type: "token.weak"; readonly characters: number }
  | { readonly type: "server.closing" }
  | { readonly type: "server.closed" }
  | { readonly type: "socket.connected"; readonly socketId: string; readonly transport: string }
  | { readonly type: "socket.refused"; readonly code: ErrorCode; readonly reason: string }
  | { readonly type: "socket.disconnected"; readonly socketId: string; readonly reason: string }
  | { readonly type: "socket.expired"; readonly socketId: string }
  | {
      readonly type: "authentication.failed";
      /** Whom we asked who may connect, and got no answer that can be used. */
      readonly asked: "the hook" | "the issuer's keys";
      readonly error: unknown;
    }
  | PeerFact<"peer.joined">
  | PeerFact<"peer.left">
  | PeerFact<"peer.away">
  | PeerFact<"peer.resumed">
  | PeerFact<"peer.replaced">
  | (OrderFact<"peer.kicked"> & {
      readonly socketId: string;
      readonly subject?: string | undefined;
      /** Absent: it was a visitor. */
      readonly peerId?: string | undefined;
      readonly room?: string | undefined;
    })
  | (OrderFact<"room.closed"> & { readonly room: string; readonly peers: number })
  | (OrderFact<"notice.sent"> & {
      /** Absent: to everybody. */
      readonly room?: string | undefined;
      readonly recipients: number;
    })
  | {
      readonly type: "session-record.failed";
      readonly folder: string;
      readonly error: unknown;
    }
  | { readonly type: "admin.refused"; readonly code: ErrorCode; readonly reason: string }
  | { readonly type: "message.relayed"; readonly room: string }
  | { readonly type: "message.broadcast"; readonly room: string; readonly recipients: number }
  | {
      readonly type: "request.refused";
      readonly socketId: string;
      readonly event: string;
      readonly code: ErrorCode;
      readonly reason: string;
    }
  | { readonly type: "limit.reached"; readonly limit: Limit; readonly of: LimitOf }
  | { readonly type: "request.failed"; readonly error: unknown };

/** What there is a limit of. */
export type Limit =
  | "messages"
  | "joins"
  | "connects"
  | "refreshes"
  | "refusals"
  | "ice-servers"
  | "origin"
  | "sockets"
  | "unauthenticated-sockets"
  | "failed-authentications"
  | "peers"
  | "rooms"
  | "connect-seconds"
  | "request-seconds"
  | "malformed-frames"
  | "waiting-bytes"
  | "waiting-seconds";

/** Whose limit it is. */
export type LimitOf = "socket" | "identity" | "address" | "room" | "server";

interface PeerFact<Type extends string> {
  readonly type: Type;
  readonly peerId: string;
  readonly room: string;
  readonly socketId: string;
}

/** An administrator did it. */
interface OrderFact<Type extends string> {
  readonly type: Type;
  /** Its subject; absent: whoever has the admin token. */
  readonly by?: string | undefined;
}

/** Takes note of a fact. It never throws and never waits. */
export type Report = (fact: Fact) => void;
