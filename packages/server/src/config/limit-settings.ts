import { z } from "zod";
import { isNetwork, unixAddress } from "../limits/client-address.ts";
import type { LimitOptions } from "../limits/limit-options.ts";
import { origins } from "./origin-setting.ts";
import { listOf, oneOf, refuse, setting, wholeNumber } from "./setting.ts";

const most = 1_000_000;

/** A number of things, or no limit. */
const count = (byDefault: number, help: string) =>
  setting({
    schema: wholeNumber(0, most),
    default: String(byDefault),
    expects: `a whole number from 0 to ${most}; 0 is off`,
    help,
  });

const seconds = (byDefault: number, help: string) =>
  setting({
    schema: wholeNumber(0, 3_600),
    default: String(byDefault),
    expects: "a whole number from 0 to 3600; 0 is off",
    help,
  });

const proxies = listOf(
  z.union([oneOf([unixAddress, "none"]), z.string().refine(isNetwork)]),
  "is no address or network",
).transform((list, context): string[] => {
  if (!list.includes("none")) return list;
  return list.length === 1 ? [] : refuse(context, "`none` stands alone");
});

/** Rows of the table in config.ts: allowed origins, trusted proxies and limits. */
export const limitSettings = {
  allowedOrigins: setting({
    schema: origins(),
    default: "*",
    expects:
      "* or origins, null and missing, separated by commas; https://*.example.com is all subdomains",
    example: "https://app.example,capacitor://localhost,missing",
    help: "origins whose pages may connect; `missing` stands for programs, which send no Origin",
  }),
  trustProxy: setting({
    schema: proxies,
    default: "unix",
    expects:
      "addresses or networks, unix (every proxy on a Unix socket), separated by commas, or none",
    example: "10.0.0.0/8,unix",
    help: "proxies whose X-Forwarded-For is trusted; the client is the rightmost hop that is not a trusted proxy",
  }),
  messagesPerSecond: count(200, "events of one socket per second, on average"),
  messagesBurst: count(
    1_000,
    "events of one socket at once; a message to everybody counts once for each receiver, a large one for each 64 KiB",
  ),
  joinsPerMinute: count(60, "`ready` events of one socket per minute"),
  connectsPerMinute: count(
    60,
    "connection attempts per minute, times IDENTITY_SHARE for an identity and ADDRESS_SHARE for an address",
  ),
  refreshesPerMinute: count(30, "`refresh` events of one socket per minute"),
  identityShare: count(
    4,
    "multiplier of the limits of one socket that all sockets of one identity share",
  ),
  addressShare: count(
    32,
    "multiplier of the limits of one socket that all sockets of one address share (IPv6: of one /64)",
  ),
  maxPeersPerRoom: count(1_000, "peers in one room"),
  maxRoomsPerIdentity: count(32, "rooms in which one identity has peers"),
  maxSockets: count(20_000, "sockets of the whole server"),
  maxSocketsPerAddress: count(1_000, "sockets of one address (IPv6: of one /64)"),
  maxUnauthenticatedSockets: count(2_000, "sockets that are not authenticated yet"),
  maxFailedAuthentications: count(
    10,
    "failed authentications in 30 minutes that block an address; each is answered later than the one before",
  ),
  connectSeconds: seconds(5, "time within which a connection must authenticate, in seconds"),
  headersSeconds: seconds(
    10,
    "time within which the head of an HTTP request must arrive, in seconds",
  ),
  requestSeconds: seconds(15, "time within which an HTTP request must arrive, in seconds"),
  maxMalformedFrames: count(3, "malformed frames of one connection, the last of which closes it"),
  maxAttachments: count(10, "binary attachments of one message"),
  maxWaitingBytes: setting({
    schema: wholeNumber(0, 1_073_741_824),
    default: "1048576",
    expects: "a whole number from 0 to 1073741824; 0 is off",
    help: "bytes that may wait for a slow consumer until it is disconnected",
  }),
  slowConsumerSeconds: seconds(
    10,
    "time after which a client that reads nothing of what waits for it is disconnected, in seconds",
  ),
} satisfies Readonly<Record<keyof LimitOptions, unknown>>;
