import { isIP } from "node:net";
import { peerId, room } from "simple-webrtc-signaling-protocol/schemas";
import * as z from "zod";
import { subject } from "../../auth/claims.ts";
import { banKinds } from "../../hub/ban-list.ts";

const longestPage = 1_000;
const longestText = 2_000;

/** The room and the id of a peer. */
export const place = z.strictObject({ room, peerId });

export const roomName = z.strictObject({ room });

export const identityName = z.strictObject({ subject });

/** The selected part of a long list. */
export const pageRequest = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(longestPage)
    .default(100)
    .describe("maximum number of entries"),
  after: z
    .string()
    .max(512)
    .optional()
    .describe("only names that sort after this name: `next` of the previous page"),
});

export const noticeRequest = z.strictObject({
  room: room.optional().describe("the room that receives the notice; all rooms if absent"),
  text: z.string().trim().min(1).max(longestText),
});

/** The longest duration of a ban, in seconds: a year. Only the authentication can refuse a user forever. */
export const longestBanSeconds = 31_536_000;

const banSeconds = z.coerce.number().int().min(1).max(longestBanSeconds);

const banKey = z.strictObject({
  kind: z.enum(banKinds).describe("the kind of the banned value"),
  value: z
    .string()
    .min(1)
    .max(255)
    .describe("the subject of the identity, the IP address, or the id (`jti`) of the token"),
});

export const banRequest = banKey
  .extend({ seconds: banSeconds.describe("duration of the ban") })
  .refine(({ kind, value }) => kind !== "address" || isIP(value) > 0, {
    path: ["value"],
    message: "expected an IP address",
  });

export const liftRequest = banKey;

export const kickRequest = place.extend({
  banSeconds: banSeconds
    .optional()
    .describe("duration of a ban of the peer's identity; absent: no ban"),
});

export const nodeName = z.strictObject({ node: z.string().min(1).max(255) });

export const eventFilter = z.strictObject({
  room: room
    .optional()
    .describe("the only room; absent: all rooms, without messages and refused requests"),
});

const count = z.int().min(0);

const next = z
  .string()
  .optional()
  .describe("the `after` of the next page; absent in the last page");

export const roomPage = z.object({
  rooms: z.array(z.object({ room, peers: count.describe("number of peers") })),
  next,
});

export const peerPage = z.object({
  peers: z.array(
    z.object({
      peerId,
      socketId: z.string(),
      subject: z.string().optional().describe("its identity; absent for anonymous clients"),
      metadata: z.unknown().describe("metadata of the peer"),
      joinedAt: z.iso.datetime(),
    }),
  ),
  next,
});

const time = z.iso.datetime();

const limitLevel = z.object({
  limit: z.string().describe("the limited action"),
  of: z.string().describe("the scope of the limit: socket, address or identity"),
  left: z.number().describe("number of actions that are possible now"),
  burst: z.number().describe("largest number"),
  perSecond: z.number().describe("number of actions that are added per second"),
});

export const peerStatus = z.object({
  room,
  peerId,
  socketId: z.string(),
  subject: z.string().optional().describe("its identity; absent for anonymous clients"),
  metadata: z.unknown().describe("metadata of the peer"),
  joinedAt: time,
  node: z.string().describe("the server with its connection"),
  state: z.enum(["connected", "away"]),
  awayUntil: time.optional().describe("end of the grace period of a lost connection"),
  sessionId: z.string().optional().describe("absent: the session cannot be resumed"),
  connection: z
    .object({
      gateway: z.string(),
      address: z.string().describe("of an IPv6 address, its network of 64 bits"),
      openedAt: time,
      expiresAt: time.optional().describe("expiry of the token; absent: it does not expire"),
      limits: z.array(limitLevel),
    })
    .optional()
    .describe("absent: the connection is lost"),
});

export const nodePage = z.object({
  nodes: z.array(
    z.object({
      node: z.string(),
      isHere: z.boolean().describe("whether this server responds to the request"),
      status: z
        .object({
          version: z.string(),
          startedAt: time,
          state: z.enum(["ready", "apart", "draining"]),
          rooms: count.describe("number of rooms with peers of this server"),
          visitors: count.describe("number of sessions that are in no room"),
          peers: count.describe("number of sessions in a room"),
          away: count.describe("number of sessions with a lost connection"),
        })
        .optional()
        .describe("absent: the server does not answer"),
    }),
  ),
  next,
});

export const draining = z.object({ sockets: count.describe("number of sockets at the start") });

/** An event of the stream. Its other fields depend on its type. */
export const streamEvent = z.looseObject({
  type: z.string(),
  at: time,
  node: z.string().describe("the server on which it happened"),
});

export const kicked = z.object({ kicked: count.describe("number of ended sessions") });

export const banned = z.object({
  kicked: count.describe("number of ended sessions"),
  until: z.iso.datetime(),
});

export const banPage = z.object({
  bans: z.array(
    z.object({
      kind: z.enum(banKinds),
      value: z.string().describe("of an IPv6 address, its network of 64 bits"),
      until: z.iso.datetime(),
      actor: z.string().optional().describe("the administrator; absent for the admin token"),
    }),
  ),
  next,
});

export const lifted = z.object({ lifted: count.describe("number of lifted bans") });

export const closed = z.object({ closed: count.describe("number of ended sessions") });

export const told = z.object({
  recipients: count.describe("number of peers that were sent the notice"),
});

/** The body of every response with a status other than 200. */
export const failure = z.object({ error: z.string().describe("the reason, for people") });
