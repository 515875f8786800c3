import { isEventName } from "../telemetry/event-name.ts";
import type { Fact } from "../telemetry/fact.ts";

type Fields = Readonly<Record<string, unknown>>;

type Convert<Type extends Fact["type"]> =
  | ((fact: Extract<Fact, { type: Type }>) => Fields)
  /** The fact is only counted, or is for logs only. */
  | undefined;

interface PeerFields {
  readonly room?: string | undefined;
  readonly peerId?: string | undefined;
  readonly socketId: string;
}

const peerFields = ({ room, peerId, socketId }: PeerFields): Fields => ({
  room,
  peerId,
  socketId,
});

/** The fields of each fact that administrators receive. A new fact does not compile until it has an entry. */
const converters = {
  "peer.joined": ({ subject, ...fact }) => ({ ...peerFields(fact), subject }),
  "peer.left": ({ subject, ...fact }) => ({ ...peerFields(fact), subject }),
  "peer.away": peerFields,
  "peer.resumed": peerFields,
  "peer.replaced": peerFields,
  "peer.kicked": ({ subject, actor, ...fact }) => ({ ...peerFields(fact), subject, actor }),
  "room.closed": ({ room, peers, actor }) => ({ room, peers, actor }),
  "ban.added": ({ kind, value, seconds, sessions, actor }) => ({
    kind,
    value,
    seconds,
    sessions,
    actor,
  }),
  "ban.lifted": ({ kind, value, actor }) => ({ kind, value, actor }),
  "notice.sent": ({ room, recipients, actor }) => ({ room, recipients, actor }),
  "drain.requested": ({ node: drained, actor }) => ({ drained, actor }),
  "server.draining": ({ sockets, seconds }) => ({ sockets, seconds }),
  "server.drained": ({ left }) => ({ left }),
  "cluster.connected": () => ({}),
  "cluster.apart": () => ({}),
  "cluster.adopted": ({ node: stopped, sessions, peers }) => ({ stopped, sessions, peers }),
  "message.relayed": ({ room, from, target, kindOf, countBytes }) => ({
    room,
    from,
    target,
    kind: kindOf(),
    bytes: countBytes(),
  }),
  "message.broadcast": ({ room, from, recipients, kindOf, countBytes }) => ({
    room,
    from,
    recipients,
    kind: kindOf(),
    bytes: countBytes(),
  }),
  "request.refused": ({ room, peerId, event, code }) => ({
    room,
    peerId,
    event: isEventName(event) ? event : "unknown",
    code,
  }),
  "server.listening": undefined,
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
  "cluster.emptied": undefined,
  "cluster.given-up": undefined,
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
  "room.opened": undefined,
  "room.emptied": undefined,
  "resume.refused": undefined,
  "ice-servers.issued": undefined,
  "session-record.failed": undefined,
  "admin.refused": undefined,
  "outcome.reported": undefined,
  "worker.ended": undefined,
  "worker.failed": undefined,
  "request.foreign": undefined,
  "limit.reached": undefined,
  "request.failed": undefined,
} as const satisfies { [Type in Fact["type"]]: Convert<Type> };

/** The facts that only a stream of their room contains, because there are so many of them. */
const onlyInRoom: ReadonlySet<Fact["type"]> = new Set([
  "message.relayed",
  "message.broadcast",
  "request.refused",
]);

/** Returns whether a stream contains a fact. A stream of a room contains the facts of this room only. */
export function isWanted(fact: Fact, room: string | undefined): boolean {
  if (converters[fact.type] === undefined) return false;
  if (room === undefined) return !onlyInRoom.has(fact.type);
  return "room" in fact && fact.room === room;
}

/** Returns the fields of a fact that administrators receive; `undefined`: none. */
export function fieldsOf<Type extends Fact["type"]>(
  fact: Extract<Fact, { type: Type }>,
): Fields | undefined {
  return (converters[fact.type as Type] as Convert<Type>)?.(fact);
}
