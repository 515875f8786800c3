import { peerId, room } from "simple-webrtc-signaling-protocol/schemas";
import * as z from "zod";
import { subject } from "../../auth/claims.ts";

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

export const kicked = z.object({ kicked: count.describe("number of ended sessions") });

export const closed = z.object({ closed: count.describe("number of ended sessions") });

export const told = z.object({
  recipients: count.describe("number of peers that were sent the notice"),
});

/** The body of every response with a status other than 200. */
export const failure = z.object({ error: z.string().describe("the reason, for people") });
