import { peerId, room } from "simple-webrtc-signaling-protocol/schemas";
import { z } from "zod";
import { subject } from "../../auth/claims.ts";

const longestPage = 1_000;
const longestText = 2_000;

/** Where a peer is. */
export const place = z.strictObject({ room, peerId });

export const roomName = z.strictObject({ room });

export const identityName = z.strictObject({ subject });

/** Which part of a long list is wanted. */
export const pageRequest = z.strictObject({
  limit: z.coerce.number().int().min(1).max(longestPage).default(100).describe("how many at most"),
  after: z
    .string()
    .max(512)
    .optional()
    .describe("only names behind this one: `next` of the last page"),
});

export const noticeRequest = z.strictObject({
  room: room.optional().describe("whom to tell; everybody if absent"),
  text: z.string().trim().min(1).max(longestText),
});

const count = z.int().min(0);

const next = z
  .string()
  .optional()
  .describe("the `after` of the next page; absent if this is the last");

export const roomPage = z.object({
  rooms: z.array(z.object({ room, peers: count.describe("how many are in it") })),
  next,
});

export const peerPage = z.object({
  peers: z.array(
    z.object({
      peerId,
      socketId: z.string(),
      subject: z.string().optional().describe("its identity, if whoever let it in said one"),
      metadata: z.unknown().describe("what it says of itself"),
      joinedAt: z.iso.datetime(),
    }),
  ),
  next,
});

export const kicked = z.object({ kicked: count.describe("how many sessions were ended") });

export const closed = z.object({ closed: count.describe("how many sessions were ended") });

export const told = z.object({ recipients: count.describe("how many peers were told") });

/** Every answer that is not 200. */
export const failure = z.object({ error: z.string().describe("why, for people") });
