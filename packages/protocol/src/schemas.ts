import * as z from "zod";
import { everyone } from "./events.ts";
import { limits } from "./limits.ts";
import {
  connectionCauses,
  connectionOutcomes,
  connectionRoutes,
  connectionTransports,
} from "./outcomes.ts";

/**
 * Peer ids and room names have 1 to 128 visible characters and inner spaces: no control, format, surrogate or
 * private-use characters, no line separators, and no white space at either end. So names never differ by invisible
 * characters only.
 */
const namePattern = new RegExp(
  `^(?!\\s)[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}]{1,${limits.nameLength}}(?<!\\s)$`,
  "u",
);

/** Validates the name of a room (PROTOCOL.md, R7). */
export const room = z.string().regex(namePattern);

/** Validates a peer id (PROTOCOL.md, R3). The id `"all"` is not valid, because it addresses all peers. */
export const peerId = room.refine((id) => id !== everyone);

const sessionClaim = z.object({
  id: z.string().max(64),
  secret: z.string().max(1_024),
  attempt: z.int().nonnegative(),
});

/** Validates the second argument of `ready`. `null` counts as absent, here and for each key. */
export const readyOptions = z
  .object({
    room: room.nullish(),
    metadata: z.unknown().optional(),
    joinId: z.string().min(1).max(limits.nameLength).nullish(),
    iceServers: z.boolean().nullish(),
    session: z.union([z.boolean(), sessionClaim]).nullish(),
  })
  .nullish();

/** Validates the argument of `refresh`, which has the form of `auth` in a connection. */
export const credentials = z.record(z.string(), z.unknown());

/** Validates the argument of `messageOne` without its content, which is relayed unchanged. */
export const direct = z.object({ target: z.string(), targetSession: z.string().nullish() });

/** A later client can know more values. All of them become one, so that no client can create values of its own. */
const oneOf = <Name extends string>(names: readonly Name[]) =>
  z
    .transform((given): Name | "other" | undefined => {
      if (given === undefined || given === null) return undefined;
      return names.find((name) => name === given) ?? "other";
    })
    .optional();

/**
 * Validates the argument of `outcome` (PROTOCOL.md, I2). A connection opens within an hour: more is a wrong clock, or a computer
 * that slept.
 */
export const connectionOutcome = z.object({
  outcome: z.enum(connectionOutcomes),
  openMs: z.int().nonnegative().max(3_600_000).nullish(),
  route: oneOf(connectionRoutes),
  transport: oneOf(connectionTransports),
  cause: oneOf(connectionCauses),
  restarts: z.int().nonnegative().max(1_000).nullish(),
});
