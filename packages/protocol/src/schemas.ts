import { z } from "zod";
import { everyone } from "./events.ts";
import { limits } from "./limits.ts";

/**
 * Peer ids and rooms: 1–128 characters, visible ones and inner spaces. No control, format, surrogate
 * or private-use characters, no line separators, and no space at either end, so that two names
 * which look alike in a log line are not told apart by something nobody sees.
 */
const namePattern = new RegExp(
  `^(?!\\s)[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}]{1,${limits.nameLength}}(?<!\\s)$`,
  "u",
);

/** A room's name. */
export const room = z.string().regex(namePattern);

/** A peer's id. The address `"all"` is everybody's, so it is nobody's. */
export const peerId = room.refine((id) => id !== everyone);

const sessionClaim = z.object({
  id: z.string().max(64),
  secret: z.string().max(1_024),
  attempt: z.int().nonnegative(),
});

/** The second argument of `ready`. `null` counts as absent, here and for each key. */
export const readyOptions = z
  .object({
    room: room.nullish(),
    metadata: z.unknown().optional(),
    iceServers: z.boolean().nullish(),
    session: z.union([z.boolean(), sessionClaim]).nullish(),
  })
  .nullish();

/** The argument of `refresh`: what a client shows, as when it connects. */
export const credentials = z.record(z.string(), z.unknown());

/** The argument of `messageOne`, without its content: that is relayed as it came. */
export const direct = z.object({ target: z.string(), targetSession: z.string().nullish() });
