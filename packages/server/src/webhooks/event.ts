import type { Fact } from "../telemetry/fact.ts";

/** An event for the receiver of webhooks. */
export interface WebhookEvent {
  readonly type:
    | "room.opened"
    | "room.closed"
    | "peer.joined"
    | "peer.left"
    | "peer.kicked"
    | "node.draining";
  /** Absent: the event has no room, and no order with those of rooms. */
  readonly room?: string | undefined;
  readonly data: Readonly<Record<string, string | number | undefined>>;
}

type Converter<Type extends Fact["type"]> =
  | ((fact: Extract<Fact, { type: Type }>) => WebhookEvent)
  /** The fact is no event. */
  | undefined;

const inRoom = (
  type: WebhookEvent["type"],
  room: string | undefined,
  data: WebhookEvent["data"] = {},
): WebhookEvent => ({ type, room, data: { room, ...data } });

/** The event of each fact. A new fact does not compile until it has an entry. */
const converters = {
  "room.opened": ({ room }) => inRoom("room.opened", room),
  "room.emptied": ({ room }) => inRoom("room.closed", room, { cause: "empty" }),
  "room.closed": ({ room, actor }) =>
    inRoom("room.closed", room, { cause: "administrator", actor }),
  "peer.joined": ({ room, peerId, subject }) => inRoom("peer.joined", room, { peerId, subject }),
  "peer.left": ({ room, peerId, subject }) => inRoom("peer.left", room, { peerId, subject }),
  "peer.kicked": ({ room, peerId, subject, actor }) =>
    inRoom("peer.kicked", room, { peerId, subject, actor }),
  "server.draining": ({ sockets, seconds }) => ({
    type: "node.draining",
    data: { sockets, seconds },
  }),
  "server.listening": undefined,
  "server.drained": undefined,
  "server.closing": undefined,
  "server.closed": undefined,
  "metrics.listening": undefined,
  "certificate.reloaded": undefined,
  "certificate.refused": undefined,
  "webhook.sent": undefined,
  "webhook.failing": undefined,
  "webhook.recovered": undefined,
  "webhook.dropped": undefined,
  "address.missing": undefined,
  "token.weak": undefined,
  "cluster.connected": undefined,
  "cluster.apart": undefined,
  "cluster.emptied": undefined,
  "cluster.given-up": undefined,
  "cluster.adopted": undefined,
  "cluster.refused": undefined,
  "cluster.beat": undefined,
  "bus.asked": undefined,
  "handshake.refused": undefined,
  "socket.connected": undefined,
  "socket.refused": undefined,
  "socket.disconnected": undefined,
  "socket.expired": undefined,
  "authentication.failed": undefined,
  "authentication.asked": undefined,
  "peer.away": undefined,
  "peer.resumed": undefined,
  "peer.replaced": undefined,
  "resume.refused": undefined,
  "ice-servers.issued": undefined,
  "ban.added": undefined,
  "ban.lifted": undefined,
  "drain.requested": undefined,
  "notice.sent": undefined,
  "session-record.failed": undefined,
  "admin.refused": undefined,
  "message.relayed": undefined,
  "message.broadcast": undefined,
  "request.refused": undefined,
  "outcome.reported": undefined,
  "worker.ended": undefined,
  "worker.failed": undefined,
  "request.foreign": undefined,
  "limit.reached": undefined,
  "request.failed": undefined,
} as const satisfies { [Type in Fact["type"]]: Converter<Type> };

/** Returns the event of a fact; `undefined`: the fact is for logs and metrics only. */
export function eventOf<Type extends Fact["type"]>(
  fact: Extract<Fact, { type: Type }>,
): WebhookEvent | undefined {
  return (converters[fact.type as Type] as Converter<Type>)?.(fact);
}
