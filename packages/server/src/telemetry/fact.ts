import type { ErrorCode } from "simple-webrtc-signaling-protocol";

/** Describes an event in the server, for logs and metrics. A fact never contains a token, a description or a candidate. */
export type Fact =
  | {
      readonly type: "server.listening";
      readonly url: string;
      /** The URLs for other machines, if the server listens on all addresses; absent: it listens at `url` only. */
      readonly networkUrls?: readonly string[] | undefined;
    }
  | {
      readonly type: "server.draining";
      readonly sockets: number;
      /** The number of sockets that are asked to reconnect. */
      readonly movers: number;
      /** The drain timeout, in seconds. */
      readonly seconds: number;
    }
  /** `left`: the number of sockets that are still connected. */
  | { readonly type: "server.drained"; readonly left: number }
  /** A client connected through a Unix socket, and the proxy did not send the client's address. Reported once. */
  | { readonly type: "address.missing" }
  /** `TOKEN` has so few characters that it can be guessed. */
  | { readonly type: "token.weak"; readonly characters: number }
  /** The node has contact to the other nodes. `seconds`: the time without contact; absent at the start. */
  | { readonly type: "cluster.connected"; readonly seconds?: number | undefined }
  /** The node has lost its contact to the other nodes. */
  | { readonly type: "cluster.apart"; readonly reason: string }
  /** Redis has lost its data or was replaced, for example by its replica. The nodes put back what it lacks. */
  | { readonly type: "cluster.emptied" }
  /** The other nodes have given up this node while it had no contact. */
  | { readonly type: "cluster.given-up" }
  /** This node has taken over from a node that stopped: its sessions, which are away now, and its other peers, which left. */
  | {
      readonly type: "cluster.adopted";
      readonly node: string;
      readonly sessions: number;
      readonly peers: number;
    }
  /** A message from Redis was not used: its sender has given it up, or it has another format. At most once a second. */
  | { readonly type: "cluster.refused"; readonly reason: "invalid" | "late" }
  | { readonly type: "server.closing" }
  | { readonly type: "server.closed" }
  | { readonly type: "socket.connected"; readonly socketId: string; readonly transport: string }
  | { readonly type: "socket.refused"; readonly code: ErrorCode; readonly reason: string }
  | { readonly type: "socket.disconnected"; readonly socketId: string; readonly reason: string }
  | { readonly type: "socket.expired"; readonly socketId: string }
  | {
      readonly type: "authentication.failed";
      /** The service that gave no usable response. */
      readonly asked: "the hook" | "the issuer's keys";
      readonly error: unknown;
    }
  | PeerFact<"peer.joined">
  | PeerFact<"peer.left">
  | PeerFact<"peer.away">
  | PeerFact<"peer.resumed">
  | PeerFact<"peer.replaced">
  | (AdminActionFact<"peer.kicked"> & {
      readonly socketId: string;
      readonly subject?: string | undefined;
      /** Absent: the socket was not a peer yet. */
      readonly peerId?: string | undefined;
      readonly room?: string | undefined;
    })
  | (AdminActionFact<"room.closed"> & { readonly room: string; readonly peers: number })
  | (AdminActionFact<"notice.sent"> & {
      /** Absent: all rooms. */
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
  /** A worker process ended unexpectedly and is replaced. */
  | {
      readonly type: "worker.ended";
      readonly code: number;
      readonly signal?: string | undefined;
    }
  /** A request of another server's session arrived, and that server has no `NODE_URL`. Reported once. */
  | { readonly type: "request.foreign" }
  | { readonly type: "limit.reached"; readonly limit: Limit; readonly of: LimitOf }
  | { readonly type: "request.failed"; readonly error: unknown };

/** The limited quantity. */
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

/** The scope of a limit. */
export type LimitOf = "socket" | "identity" | "address" | "room" | "server";

interface PeerFact<Type extends string> {
  readonly type: Type;
  readonly peerId: string;
  readonly room: string;
  readonly socketId: string;
}

/** Describes an action of an administrator. */
interface AdminActionFact<Type extends string> {
  readonly type: Type;
  /** The subject of the administrator; absent: the holder of the admin token. */
  readonly actor?: string | undefined;
}

/**
 * Receives a fact. The function must not throw, and the server does not wait for it.
 *
 * @example
 * ```ts
 * import { createSignalingServer, type Report } from "simple-webrtc-signaling-server";
 *
 * const counts = new Map<string, number>();
 * const report: Report = ({ type }) => counts.set(type, (counts.get(type) ?? 0) + 1);
 * const server = createSignalingServer({ auth: "none", report });
 * await server.listen();
 * ```
 */
export type Report = (fact: Fact) => void;
