import { isEventName } from "../telemetry/event-name.ts";
import type { AskedService, Fact } from "../telemetry/fact.ts";
import { type Instruments, noGateway } from "./instruments.ts";

type Recorder<Type extends Fact["type"]> =
  | ((instruments: Instruments, fact: Extract<Fact, { type: Type }>) => void)
  /** The fact has no metric. */
  | undefined;

/** The client did not report the value, for example because its WebRTC implementation has no statistics. */
const unknown = "unknown";

const serviceNames: Readonly<Record<AskedService, string>> = {
  "the hook": "hook",
  "the issuer's keys": "keys",
};

/** The change of the metrics by each fact. A new fact does not compile until it has an entry. */
const recorders = {
  "server.listening": undefined,
  "server.draining": ({ drains, draining }) => {
    drains(1);
    draining.set(1);
  },
  "server.drained": ({ draining }) => draining.set(0),
  "server.closing": undefined,
  "server.closed": undefined,
  "metrics.listening": undefined,
  "certificate.reloaded": undefined,
  "certificate.refused": undefined,
  "webhook.sent": ({ webhooks }, { outcome, seconds }) => webhooks.observe({ outcome }, seconds),
  "webhook.failing": undefined,
  "webhook.recovered": undefined,
  "webhook.dropped": ({ webhooksDropped }, { events }) => webhooksDropped(events),
  "room.opened": ({ roomsOpened }) => roomsOpened(1),
  "room.emptied": ({ roomsEmptied }) => roomsEmptied(1),
  "address.missing": undefined,
  "token.weak": undefined,
  "cluster.connected": ({ redis }) => redis?.connected.set(1),
  "cluster.apart": ({ redis }) => {
    redis?.connected.set(0);
    redis?.losses(1);
  },
  "cluster.emptied": ({ redis }) => redis?.emptied(1),
  "cluster.given-up": ({ redis }) => redis?.givenUp(1),
  "cluster.adopted": ({ redis }, { sessions }) => redis?.adoptedSessions(sessions),
  "cluster.refused": ({ redis }) => redis?.refusedMessages(1),
  "cluster.beat": ({ redis }, { seconds }) => redis?.roundTrip.observe(seconds),
  "bus.asked": ({ busQuestions }, { topic, outcome, seconds }) =>
    busQuestions.observe({ topic, outcome }, seconds),
  "handshake.refused": ({ handshakesRefused }, { gateway, code }) =>
    handshakesRefused(1, gateway, code),
  "socket.connected": ({ socketsConnected }, { gateway, transport }) =>
    socketsConnected(1, gateway, transport),
  "socket.refused": ({ authenticationsRefused }, { gateway, code }) =>
    authenticationsRefused(1, gateway, code),
  "socket.disconnected": ({ socketsDisconnected }, { gateway }) => socketsDisconnected(1, gateway),
  "socket.expired": ({ socketsExpired }) => socketsExpired(1),
  "authentication.failed": ({ authenticationFailures }, { asked }) =>
    authenticationFailures(1, serviceNames[asked]),
  "authentication.asked": ({ authenticationsAsked }, { asked, isAnswered, seconds }) => {
    const outcome = isAnswered ? "answered" : "unavailable";
    authenticationsAsked.observe({ service: serviceNames[asked], outcome }, seconds);
  },
  "peer.joined": ({ joins }, { gateway = noGateway }) => joins(1, gateway),
  "peer.left": ({ leaves }, { gateway = noGateway }) => leaves(1, gateway),
  "peer.away": ({ connectionLosses }, { gateway = noGateway }) => connectionLosses(1, gateway),
  "peer.resumed": ({ resumes }, { gateway = noGateway }) => resumes(1, gateway),
  "peer.replaced": ({ takeovers }, { gateway = noGateway }) => takeovers(1, gateway),
  "resume.refused": ({ resumesRefused }, { gateway = noGateway, code }) =>
    resumesRefused(1, gateway, code),
  "ice-servers.issued": ({ iceServers }) => iceServers(1),
  "peer.kicked": ({ kicks }) => kicks(1),
  "room.closed": ({ roomsClosed }) => roomsClosed(1),
  "drain.requested": undefined,
  "ban.added": ({ bans }, { kind }) => bans(1, kind),
  "ban.lifted": ({ bansLifted }, { kind }) => bansLifted(1, kind),
  "notice.sent": ({ notices }) => notices(1),
  "session-record.failed": ({ recordFailures }) => recordFailures(1),
  "admin.refused": ({ adminRefused }, { code }) => adminRefused(1, code),
  "message.relayed": ({ messages, messageBytes }, { gateway = noGateway, countBytes }) => {
    messages(1, gateway, "one");
    messageBytes(countBytes(), gateway);
  },
  "message.broadcast": (
    { messages, messageBytes, deliveries },
    { gateway = noGateway, countBytes, recipients },
  ) => {
    messages(1, gateway, "all");
    messageBytes(countBytes(), gateway);
    deliveries(recipients);
  },
  "request.refused": ({ requestsRefused }, { gateway, event, code }) =>
    requestsRefused(1, gateway, isEventName(event) ? event : "other", code),
  "outcome.reported": (
    { connections, connectionSeconds, connectionRoutes, connectionFailures, iceRestarts },
    { outcome, seconds, route = unknown, transport = unknown, cause = unknown, restarts },
  ) => {
    connections(1, outcome);
    iceRestarts(restarts);
    if (outcome !== "connected") return connectionFailures(1, outcome, cause);
    connectionRoutes(1, route, transport);
    if (seconds !== undefined) connectionSeconds.observe({ route }, seconds);
  },
  "worker.ended": ({ workersEnded }) => workersEnded(1),
  "worker.failed": ({ workersFailed }) => workersFailed(1),
  "request.foreign": ({ foreignRequests }) => foreignRequests(1),
  "limit.reached": ({ limits, slowConsumers }, { limit, of }) => {
    limits(1, limit, of);
    if (limit === "waiting-bytes" || limit === "waiting-seconds") slowConsumers(1);
  },
  "request.failed": ({ errors }) => errors(1),
} as const satisfies { [Type in Fact["type"]]: Recorder<Type> };

/** Changes the metrics by a fact. */
export function recordFact<Type extends Fact["type"]>(
  instruments: Instruments,
  fact: Extract<Fact, { type: Type }>,
): void {
  const recorder = recorders[fact.type as Type] as Recorder<Type>;
  recorder?.(instruments, fact);
}
