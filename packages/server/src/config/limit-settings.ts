import * as z from "zod";
import { isNetwork, unixAddress } from "../limits/client-address.ts";
import type { LimitOptions } from "../limits/limit-options.ts";
import { origins } from "./origin-setting.ts";
import { listOf, oneOf, refuse, setting, wholeNumber } from "./setting.ts";

const most = 1_000_000;

/** A limit that is a count. */
const count = (byDefault: number, help: string) =>
  setting({
    schema: wholeNumber(0, most),
    default: String(byDefault),
    expects: `a whole number from 0 to ${most}; 0 disables it`,
    help,
  });

const seconds = (byDefault: number, help: string) =>
  setting({
    schema: wholeNumber(0, 3_600),
    default: String(byDefault),
    expects: "a whole number from 0 to 3600; 0 disables it",
    help,
  });

const proxies = listOf(
  z.union([oneOf([unixAddress, "none"]), z.string().refine(isNetwork)]),
  "is not an IP address or network",
).transform((list, context): string[] => {
  if (!list.includes("none")) return list;
  return list.length === 1 ? [] : refuse(context, "`none` cannot be combined with other entries");
});

/** Rows of the table in config.ts: allowed origins, trusted proxies and limits. */
export const limitSettings = {
  allowedOrigins: setting({
    schema: origins(),
    default: "*",
    expects:
      "* or origins, null and missing, separated by commas; https://*.example.com is all subdomains",
    example: "https://app.example,capacitor://localhost,missing",
    help: "origins whose pages may connect; `missing` stands for programs, which send no Origin header",
  }),
  trustProxy: setting({
    schema: proxies,
    default: "unix",
    expects:
      "IP addresses, networks and unix (every proxy on a Unix socket), separated by commas; or none",
    example: "10.0.0.0/8,unix",
    help: "proxies whose X-Forwarded-For header is trusted; the client is the rightmost hop that is not a trusted proxy",
  }),
  messagesPerSecond: count(200, "rate limit of the events of one socket, per second"),
  messagesBurst: count(
    1_000,
    "burst limit of the events of one socket; a message to everyone counts once for each receiver, a large one for each 64 KiB",
  ),
  joinsPerMinute: count(60, "rate limit of the `ready` events of one socket, per minute"),
  connectsPerMinute: count(
    60,
    "rate limit of connection attempts, per minute, times IDENTITY_SHARE for an identity and ADDRESS_SHARE for an address",
  ),
  refreshesPerMinute: count(30, "rate limit of the `refresh` events of one socket, per minute"),
  identityShare: count(
    4,
    "multiplier of the per-socket limits that all sockets of one identity share",
  ),
  addressShare: count(
    32,
    "multiplier of the per-socket limits that all sockets of one address share (IPv6: of one /64)",
  ),
  maxPeersPerRoom: count(1_000, "maximum number of peers in one room"),
  maxRoomsPerIdentity: count(32, "maximum number of rooms in which one identity has peers"),
  maxSockets: count(20_000, "maximum number of sockets of the whole server"),
  maxSocketsPerAddress: count(1_000, "maximum number of sockets of one address (IPv6: of one /64)"),
  maxUnauthenticatedSockets: count(2_000, "maximum number of unauthenticated sockets"),
  maxFailedAuthentications: count(
    10,
    "number of failed authentications in 30 minutes that block an address; each failure is answered later than the last",
  ),
  connectSeconds: seconds(5, "time limit for the authentication of a connection, in seconds"),
  headersSeconds: seconds(10, "time limit for the headers of an HTTP request, in seconds"),
  requestSeconds: seconds(15, "time limit for a whole HTTP request, in seconds"),
  maxMalformedFrames: count(3, "number of malformed frames after which a connection is closed"),
  maxAttachments: count(10, "maximum number of binary attachments of one message"),
  maxWaitingBytes: setting({
    schema: wholeNumber(0, 1_073_741_824),
    default: "1048576",
    expects: "a whole number from 0 to 1073741824; 0 disables it",
    help: "maximum amount of unsent data of a client, in bytes; a slow consumer with more is disconnected",
  }),
  slowConsumerSeconds: seconds(
    10,
    "time limit for a slow consumer to read any of its unsent data, in seconds; then it is disconnected",
  ),
} satisfies Readonly<Record<keyof LimitOptions, unknown>>;
