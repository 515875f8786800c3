import { z } from "zod";
import { isNetwork, unixAddress } from "./limits/client-address.ts";
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

/** Rows of the one table in config.ts: who may come, how often, and how many. */
export const limitSettings = {
  allowedOrigins: setting({
    schema: origins(),
    default: "*",
    expects:
      "* or origins, null and missing, separated by commas; https://*.example.com is all subdomains",
    example: "https://app.example,capacitor://localhost,missing",
    help: "pages of which origins may connect; in a list, `missing` stands for programs that are no pages",
  }),
  trustProxy: setting({
    schema: proxies,
    default: "unix",
    expects:
      "addresses or networks, unix (every proxy on a Unix socket), separated by commas, or none",
    example: "10.0.0.0/8,unix",
    help: "proxies whose X-Forwarded-For is trusted; the client is the rightmost hop that is not a trusted proxy",
  }),
  messagesPerSecond: count(200, "events one socket may send, in the long run"),
  messagesBurst: count(
    1_000,
    "events one socket may send at once; one to everybody costs its receivers",
  ),
  joinsPerMinute: count(60, "`ready`s of one socket"),
  connectsPerMinute: count(60, "connections of one socket's worth; see the two shares below"),
  refreshesPerMinute: count(30, "new tokens of one socket"),
  identityShare: count(4, "how many sockets' worth of all this one identity has"),
  addressShare: count(32, "how many sockets' worth of all this one address has; IPv6 by /64"),
  maxPeersPerRoom: count(1_000, "peers in one room"),
  maxRoomsPerIdentity: count(32, "rooms in which one identity has peers"),
  maxSockets: count(20_000, "sockets in all"),
  maxSocketsPerAddress: count(1_000, "sockets of one address; IPv6 by /64"),
  maxUnauthenticatedSockets: count(2_000, "sockets that have not been let in yet"),
  maxFailedAuthentications: count(
    10,
    "failures in 30 minutes that block an address; each is answered later than the one before",
  ),
  connectSeconds: seconds(5, "a socket must show who it is within this time"),
  headersSeconds: seconds(10, "the head of an HTTP request must have come within this time"),
  requestSeconds: seconds(15, "an HTTP request must have come within this time"),
  maxMalformedFrames: count(3, "frames that cannot be read, the last of which closes the socket"),
  maxAttachments: count(10, "binary attachments of one message"),
  maxWaitingBytes: setting({
    schema: wholeNumber(0, 1_073_741_824),
    default: "1048576",
    expects: "a whole number from 0 to 1073741824; 0 is off",
    help: "bytes a slow reader may leave untaken before it is closed",
  }),
  slowConsumerSeconds: seconds(
    10,
    "a reader that takes nothing of what waits for so long is closed",
  ),
};

/** The limits, checked and complete. */
export type LimitOptions = {
  readonly [Name in keyof typeof limitSettings]: z.output<(typeof limitSettings)[Name]["schema"]>;
};
