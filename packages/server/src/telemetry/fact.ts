import type {
  connectionCauses,
  connectionOutcomes,
  connectionRoutes,
  connectionTransports,
  ErrorCode,
} from "simple-webrtc-signaling-protocol";
import type { GatewayName } from "./gateway-name.ts";

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
  /** The lease of this node in Redis was renewed. `seconds`: the time until Redis responded. */
  | { readonly type: "cluster.beat"; readonly seconds: number }
  /** A question to another node ended. `unavailable`: the node did not answer in time. */
  | {
      readonly type: "bus.asked";
      readonly topic: string;
      readonly outcome: "answered" | "refused" | "unavailable";
      /** The time from the question to its end. */
      readonly seconds: number;
    }
  /** The certificate was read again. */
  | { readonly type: "certificate.reloaded" }
  /** The certificate was read again and cannot be used, so the server keeps the one that it has. */
  | { readonly type: "certificate.refused"; readonly reason: string }
  | { readonly type: "metrics.listening"; readonly url: string }
  /** A webhook was sent; `failed`: it is sent again. */
  | {
      readonly type: "webhook.sent";
      readonly outcome: "delivered" | "failed";
      /** The time until the response. */
      readonly seconds: number;
    }
  /** Webhooks fail from now on. */
  | { readonly type: "webhook.failing"; readonly reason: string }
  /** Webhooks are delivered again. `seconds`: the time since the first failure. */
  | { readonly type: "webhook.recovered"; readonly seconds: number }
  /** Events were dropped, because too many waited, they were too old, or the server closed. At most once a second. */
  | { readonly type: "webhook.dropped"; readonly events: number }
  | { readonly type: "server.closing" }
  | { readonly type: "server.closed" }
  /** A handshake was refused before a socket was opened. */
  | {
      readonly type: "handshake.refused";
      readonly gateway: GatewayName;
      readonly code: ErrorCode;
      readonly reason: string;
    }
  | {
      readonly type: "socket.connected";
      readonly gateway: GatewayName;
      readonly socketId: string;
      readonly transport: string;
    }
  | {
      readonly type: "socket.refused";
      readonly gateway: GatewayName;
      readonly code: ErrorCode;
      readonly reason: string;
    }
  | {
      readonly type: "socket.disconnected";
      readonly gateway: GatewayName;
      readonly socketId: string;
      readonly reason: string;
    }
  | { readonly type: "socket.expired"; readonly socketId: string }
  | {
      readonly type: "authentication.failed";
      /** The service that gave no usable response. */
      readonly asked: AskedService;
      readonly error: unknown;
    }
  /** A service was asked for an authentication, or for keys. */
  | {
      readonly type: "authentication.asked";
      readonly asked: AskedService;
      /** Whether the service gave a usable response, such as a refusal. */
      readonly isAnswered: boolean;
      /** The time until the response or the failure. */
      readonly seconds: number;
    }
  | (PeerFact<"peer.joined"> & { readonly subject?: string | undefined })
  | (PeerFact<"peer.left"> & { readonly subject?: string | undefined })
  /** The first peer of a room joined. */
  | { readonly type: "room.opened"; readonly room: string }
  /** The last peer of a room left. */
  | { readonly type: "room.emptied"; readonly room: string }
  | PeerFact<"peer.away">
  | PeerFact<"peer.resumed">
  | PeerFact<"peer.replaced">
  /** A claim of a session was refused. */
  | {
      readonly type: "resume.refused";
      readonly gateway: GatewayName | undefined;
      readonly code: ErrorCode;
      readonly reason: string;
    }
  /** A peer or a user received STUN and TURN servers. */
  | { readonly type: "ice-servers.issued" }
  | (AdminActionFact<"peer.kicked"> & {
      readonly socketId: string;
      readonly subject?: string | undefined;
      /** Absent: the socket was not a peer yet. */
      readonly peerId?: string | undefined;
      readonly room?: string | undefined;
    })
  | (AdminActionFact<"room.closed"> & { readonly room: string; readonly peers: number })
  | (BanFact<"ban.added"> & {
      readonly seconds: number;
      /** The number of ended sessions. */
      readonly sessions: number;
    })
  | BanFact<"ban.lifted">
  /** An administrator drains a node. */
  | (AdminActionFact<"drain.requested"> & { readonly node: string })
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
  | (MessageFact<"message.relayed"> & { readonly target: string })
  | (MessageFact<"message.broadcast"> & { readonly recipients: number })
  | {
      readonly type: "request.refused";
      readonly gateway: GatewayName;
      readonly socketId: string;
      /** Absent, like the room: the socket is not a peer. */
      readonly peerId?: string | undefined;
      readonly room?: string | undefined;
      readonly event: string;
      readonly code: ErrorCode;
      readonly reason: string;
    }
  /** A client reported how a connection to another peer went. The report names no peer, no room and no address. */
  | {
      readonly type: "outcome.reported";
      readonly outcome: (typeof connectionOutcomes)[number];
      /** The time until the connection was open. */
      readonly seconds?: number | undefined;
      readonly route?: (typeof connectionRoutes)[number] | "other" | undefined;
      readonly transport?: (typeof connectionTransports)[number] | "other" | undefined;
      readonly cause?: (typeof connectionCauses)[number] | "other" | undefined;
      readonly restarts: number;
    }
  /** A worker process ended unexpectedly and is replaced. */
  | {
      readonly type: "worker.ended";
      readonly code: number;
      readonly signal?: string | undefined;
    }
  /** A worker process could not be started. The next attempt follows. */
  | { readonly type: "worker.failed"; readonly error: unknown }
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

/** A service that takes part in authentication. */
export type AskedService = "the hook" | "the issuer's keys";

/** The purpose of a content, as far as its JSON shows it. */
export type ContentKind = "offer" | "answer" | "pranswer" | "rollback" | "candidate" | "other";

interface MessageFact<Type extends string> {
  readonly type: Type;
  /** The gateway of the sender. */
  readonly gateway: GatewayName | undefined;
  readonly room: string;
  /** The peer id of the sender. */
  readonly from: string;
  /** Returns the size of the content, in bytes. Most readers of facts do not need it, and counting takes time. */
  readonly countBytes: () => number;
  /** Returns the kind of the content. Most readers of facts do not need it. */
  readonly kindOf: () => ContentKind;
}

interface PeerFact<Type extends string> {
  readonly type: Type;
  /** Absent: the peer's connection was on another node. */
  readonly gateway?: GatewayName | undefined;
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

interface BanFact<Type extends string> extends AdminActionFact<Type> {
  readonly kind: "identity" | "address" | "token";
  /** The subject, the address, or the id of the token. */
  readonly value: string;
}

/**
 * Receives a fact. The server does not wait for the function. An exception of the function becomes an uncaught exception of the
 * program, and the server continues.
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
