import type { Fact } from "./fact.ts";

export const logLevels = ["silent", "error", "warn", "info", "debug", "trace"] as const;

export type LogLevel = (typeof logLevels)[number];

type Line<Type extends Fact["type"]> = readonly [
  level: Exclude<LogLevel, "silent">,
  sentence: (fact: Extract<Fact, { type: Type }>) => string,
];

function listening({ url, networkUrls }: Extract<Fact, { type: "server.listening" }>): string {
  if (networkUrls === undefined) return `listening on ${url}`;
  const others = networkUrls.length === 0 ? "" : `: ${networkUrls.join(", ")}`;
  return `listening on ${url} and on every other address of this machine${others}`;
}

const named = (by: string | undefined) => `by ${by ?? "the admin token"}`;

/** The log line of each fact. A new fact does not compile until it has one. */
const lines = {
  "server.listening": ["info", listening],
  "server.draining": [
    "info",
    ({ sockets, movers, seconds }) =>
      `draining: no new connections; of ${sockets} present ones ${movers} are asked to move; at most ${seconds} s`,
  ],
  "server.drained": [
    "info",
    ({ left }) => (left === 0 ? "drained: nobody is left" : `drained: ${left} sockets are left`),
  ],
  "address.missing": [
    "warn",
    () =>
      "clients connect by a Unix socket without their addresses, so limits per address do not apply to them: let the proxy set X-Forwarded-For, and TRUST_PROXY contain unix, as its default does",
  ],
  "token.weak": [
    "warn",
    ({ characters }) =>
      `TOKEN has ${characters} characters, which can be guessed; use 16 or more, such as \`openssl rand -base64 24\` makes`,
  ],
  "server.closing": ["info", () => "closing: no new connections, present ones are ended"],
  "server.closed": ["info", () => "closed"],
  "socket.connected": ["debug", ({ transport }) => `a socket connected by ${transport}`],
  "socket.refused": ["info", ({ reason }) => `a socket was refused: ${reason}`],
  "socket.disconnected": ["debug", ({ reason }) => `a socket disconnected: ${reason}`],
  "socket.expired": ["info", () => "a socket was ended: its token has expired"],
  "authentication.failed": ["warn", ({ asked }) => `nobody can be let in: ${asked} cannot be had`],
  "peer.joined": ["info", ({ peerId, room }) => `${peerId} joined ${room}`],
  "peer.left": ["info", ({ peerId, room }) => `${peerId} left ${room}`],
  "peer.away": [
    "info",
    ({ peerId, room }) => `${peerId} of ${room} lost its connection, and may come back`,
  ],
  "peer.resumed": ["info", ({ peerId, room }) => `${peerId} of ${room} is back`],
  "peer.replaced": [
    "info",
    ({ peerId, room }) => `${peerId} of ${room} came anew, by another connection`,
  ],
  "peer.kicked": [
    "info",
    ({ peerId = "a visitor", room, by }) =>
      `${peerId} was kicked${room === undefined ? "" : ` from ${room}`} ${named(by)}`,
  ],
  "room.closed": [
    "info",
    ({ room, peers, by }) => `${room} was closed, with ${peers} peers, ${named(by)}`,
  ],
  "notice.sent": [
    "info",
    ({ room = "every room", recipients, by }) =>
      `a notice to ${recipients} peers of ${room} ${named(by)}`,
  ],
  "session-record.failed": [
    "warn",
    ({ folder }) =>
      `sessions that end cannot be recorded in ${folder}, so clients may resume them after a restart: set SESSION_FOLDER to a folder of this user`,
  ],
  "admin.refused": ["warn", ({ reason }) => `an administrator was refused: ${reason}`],
  "message.relayed": ["trace", ({ room }) => `a message to one peer of ${room}`],
  "message.broadcast": ["trace", ({ room }) => `a message to everyone in ${room}`],
  "request.refused": ["debug", ({ event, reason }) => `${event} was refused: ${reason}`],
  "limit.reached": ["debug", ({ limit, of }) => `a limit was reached: ${limit} of one ${of}`],
  "request.failed": ["error", () => "a request failed: a defect of the server"],
} as const satisfies { [Type in Fact["type"]]: Line<Type> };

/** The level and the sentence of a fact. */
export function lineOf<Type extends Fact["type"]>(fact: Extract<Fact, { type: Type }>) {
  const [level, sentence] = lines[fact.type as Type] as Line<Type>;
  return { level, sentence: () => sentence(fact) };
}
