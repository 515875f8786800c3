import type { Fact } from "./fact.ts";
import { limitNames } from "./limit-names.ts";

export const logLevels = ["silent", "error", "warn", "info", "debug", "trace"] as const;

export type LogLevel = (typeof logLevels)[number];

type Line<Type extends Fact["type"]> = readonly [
  level: Exclude<LogLevel, "silent">,
  sentence: (fact: Extract<Fact, { type: Type }>) => string,
];

function listening({ url, networkUrls }: Extract<Fact, { type: "server.listening" }>): string {
  if (networkUrls === undefined) return `listening on ${url}`;
  const others = networkUrls.length === 0 ? "" : `: ${networkUrls.join(", ")}`;
  return `listening on ${url} and on all other addresses of this machine${others}`;
}

// Names can contain spaces, so only quotes show where a name ends.
const peerNamed = (peerId: string) => `peer ${JSON.stringify(peerId)}`;

const roomNamed = (room: string) => `room ${JSON.stringify(room)}`;

const actorNamed = (actor: string | undefined) =>
  actor === undefined ? "by the holder of the admin token" : `by identity ${JSON.stringify(actor)}`;

const inMs = (seconds: number) => `${(seconds * 1_000).toFixed(1)} ms`;

/** The log line of each fact. A new fact does not compile until it has one. */
const lines = {
  "server.listening": ["info", listening],
  "server.draining": [
    "info",
    ({ sockets, movers, seconds }) =>
      `draining: rejecting new connections; asking ${movers} of ${sockets} sockets to reconnect elsewhere; timeout ${seconds} s`,
  ],
  "server.drained": [
    "info",
    ({ left }) =>
      left === 0
        ? "drained: all sockets are disconnected"
        : `drained: ${left} sockets are still connected`,
  ],
  "address.missing": [
    "warn",
    () =>
      "clients connect through a Unix socket without their addresses, so limits per address do not apply to them; let the proxy set X-Forwarded-For, and let TRUST_PROXY contain unix",
  ],
  "token.weak": [
    "warn",
    ({ characters }) =>
      `TOKEN has ${characters} characters, which can be guessed; use at least 16 characters, for example from \`openssl rand -base64 24\``,
  ],
  "cluster.connected": [
    "info",
    ({ seconds }) =>
      seconds === undefined
        ? "connected to Redis: rooms are shared with the other servers"
        : `connected to Redis again after ${seconds.toFixed(1)} s: rooms are shared with the other servers`,
  ],
  "cluster.apart": [
    "warn",
    ({ reason }) =>
      `Redis unavailable, so peers of other servers cannot be reached and nobody new can join; trying again: ${reason}`,
  ],
  "cluster.emptied": [
    "warn",
    () => "Redis has lost its data or was replaced: putting back the peers of this server",
  ],
  "cluster.given-up": [
    "warn",
    () =>
      "the other servers gave up this server, which had no contact: putting back the peers of this server",
  ],
  "cluster.adopted": [
    "info",
    ({ node, sessions, peers }) =>
      `took over from server ${node}, which stopped: ${sessions} sessions may resume; ${peers} other peers left`,
  ],
  "cluster.refused": [
    "warn",
    ({ reason }) =>
      reason === "late"
        ? "did not deliver messages of another server, because they were older than 2 s"
        : "ignored a message from Redis that has an unknown format",
  ],
  "cluster.beat": ["trace", ({ seconds }) => `Redis responded after ${inMs(seconds)}`],
  "bus.asked": [
    "trace",
    ({ topic, outcome, seconds }) =>
      `question \`${topic}\` to another server: ${outcome} after ${inMs(seconds)}`,
  ],
  "certificate.reloaded": ["info", () => "the certificate was read again"],
  "certificate.refused": [
    "error",
    ({ reason }) => `the changed certificate cannot be used, so the previous one stays: ${reason}`,
  ],
  "metrics.listening": ["info", ({ url }) => `metrics are at ${url}`],
  "webhook.sent": ["trace", ({ outcome, seconds }) => `webhook ${outcome} after ${inMs(seconds)}`],
  "webhook.failing": [
    "warn",
    ({ reason }) => `webhooks cannot be delivered, trying again; check WEBHOOK_URL: ${reason}`,
  ],
  "webhook.recovered": [
    "info",
    ({ seconds }) => `webhooks are delivered again after ${seconds.toFixed(1)} s`,
  ],
  "webhook.dropped": ["warn", ({ events }) => `${events} webhook events were dropped`],
  "server.closing": [
    "info",
    () => "closing: rejecting new connections and disconnecting all sockets",
  ],
  "server.closed": ["info", () => "closed"],
  "handshake.refused": ["debug", ({ reason }) => `handshake refused: ${reason}`],
  "socket.connected": ["debug", ({ transport }) => `socket connected by ${transport}`],
  "socket.refused": ["info", ({ reason }) => `socket refused: ${reason}`],
  "socket.disconnected": ["debug", ({ reason }) => `socket disconnected: ${reason}`],
  "socket.expired": ["info", () => "socket disconnected by the server: its token has expired"],
  "authentication.failed": [
    "warn",
    ({ asked }) =>
      asked === "the hook"
        ? "authentication hook unavailable; rejecting all connections until it responds; check AUTH_URL"
        : "keys of the token issuer unavailable; rejecting all connections until it responds; check JWT_JWKS_URL",
  ],
  "authentication.asked": [
    "trace",
    ({ asked, isAnswered, seconds }) =>
      `${isAnswered ? "response" : "no response"} of ${asked} after ${inMs(seconds)}`,
  ],
  "peer.joined": ["info", ({ peerId, room }) => `${peerNamed(peerId)} joined ${roomNamed(room)}`],
  "peer.left": ["info", ({ peerId, room }) => `${peerNamed(peerId)} left ${roomNamed(room)}`],
  "room.opened": ["debug", ({ room }) => `${roomNamed(room)} was opened by its first peer`],
  "room.emptied": ["debug", ({ room }) => `${roomNamed(room)} has no peers left`],
  "peer.away": [
    "info",
    ({ peerId, room }) =>
      `${peerNamed(peerId)} in ${roomNamed(room)} lost its connection and may reconnect`,
  ],
  "peer.resumed": [
    "info",
    ({ peerId, room }) => `${peerNamed(peerId)} in ${roomNamed(room)} resumed its session`,
  ],
  "peer.replaced": [
    "info",
    ({ peerId, room }) =>
      `${peerNamed(peerId)} in ${roomNamed(room)} was replaced by a newer connection`,
  ],
  "resume.refused": ["debug", ({ reason }) => `session not resumed: ${reason}`],
  "ice-servers.issued": ["trace", () => "STUN and TURN servers were issued"],
  "peer.kicked": [
    "info",
    ({ peerId, room, actor }) =>
      peerId === undefined || room === undefined
        ? `visitor was disconnected ${actorNamed(actor)}`
        : `${peerNamed(peerId)} was removed from ${roomNamed(room)} ${actorNamed(actor)}`,
  ],
  "room.closed": [
    "info",
    ({ room, peers, actor }) =>
      `${roomNamed(room)} with ${peers} peers was closed ${actorNamed(actor)}`,
  ],
  "ban.added": [
    "info",
    ({ kind, value, seconds, sessions, actor }) =>
      `${kind} ${JSON.stringify(value)} was banned for ${seconds} s ${actorNamed(actor)}; ${sessions} sessions ended`,
  ],
  "ban.lifted": [
    "info",
    ({ kind, value, actor }) =>
      `ban of ${kind} ${JSON.stringify(value)} was lifted ${actorNamed(actor)}`,
  ],
  "notice.sent": [
    "info",
    ({ room, recipients, actor }) =>
      `notice was sent to ${recipients} peers in ${room === undefined ? "all rooms" : roomNamed(room)} ${actorNamed(actor)}`,
  ],
  "drain.requested": [
    "info",
    ({ node, actor }) => `drain of server ${node} was requested ${actorNamed(actor)}`,
  ],
  "session-record.failed": [
    "warn",
    ({ folder }) =>
      `ended sessions cannot be recorded in ${folder}, so clients may resume them after a restart; set SESSION_FOLDER to a folder that only this user can write to`,
  ],
  "admin.refused": ["warn", ({ reason }) => `administration request refused: ${reason}`],
  "message.relayed": ["trace", ({ room }) => `message relayed to one peer in ${roomNamed(room)}`],
  "message.broadcast": [
    "trace",
    ({ room, recipients }) => `message sent to ${recipients} peers in ${roomNamed(room)}`,
  ],
  "request.refused": ["debug", ({ event, reason }) => `event \`${event}\` refused: ${reason}`],
  "limit.reached": ["debug", ({ limit, of }) => `limit reached: ${limitNames[limit]} per ${of}`],
  "outcome.reported": [
    "trace",
    ({ outcome, seconds = 0, route = "unknown", transport = "unknown", cause = "unknown" }) =>
      outcome === "connected"
        ? `a client reported a connection to a peer: open after ${inMs(seconds)}, route ${route} over ${transport}`
        : `a client reported a connection to a peer: ${outcome}, cause ${cause}`,
  ],
  "worker.ended": [
    "error",
    ({ code, signal }) =>
      `a worker process ended ${signal === undefined ? `with code ${code}` : `by ${signal}`}; another one starts`,
  ],
  "worker.failed": [
    "error",
    ({ error }) =>
      `a worker process could not start: ${error instanceof Error ? error.message : error}; another attempt follows`,
  ],
  "request.foreign": [
    "warn",
    () =>
      "a long-polling request arrived at another server than its session; set NODE_URL on all servers, or let the load balancer use sticky sessions",
  ],
  "request.failed": ["error", () => "request failed because of a defect of the server"],
} as const satisfies { [Type in Fact["type"]]: Line<Type> };

/** Returns the log level of a fact and a function that composes its sentence. */
export function lineOf<Type extends Fact["type"]>(fact: Extract<Fact, { type: Type }>) {
  const [level, sentence] = lines[fact.type as Type] as Line<Type>;
  return { level, sentence: () => sentence(fact) };
}
