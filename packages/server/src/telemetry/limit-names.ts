import type { Limit } from "./fact.ts";

/** The names of limits as people read them, in errors and log lines. */
export const limitNames: Readonly<Record<Limit, string>> = {
  messages: "events",
  joins: "`ready` events",
  connects: "connection attempts",
  refreshes: "`refresh` events",
  refusals: "refused events",
  "ice-servers": "requests for ICE servers",
  origin: "origins",
  sockets: "sockets",
  "unauthenticated-sockets": "unauthenticated sockets",
  "failed-authentications": "failed authentications",
  peers: "peers",
  rooms: "rooms",
  "connect-seconds": "seconds until authentication",
  "request-seconds": "seconds of an HTTP request",
  "malformed-frames": "malformed frames",
  "waiting-bytes": "bytes of unsent data",
  "waiting-seconds": "seconds of unread data",
};
