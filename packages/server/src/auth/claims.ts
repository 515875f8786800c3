import { peerId } from "simple-webrtc-signaling-protocol/schemas";
import { z } from "zod";
import { type Identity, type Permission, permissions, usualPermissions } from "./identity.ts";

/** Rooms: names, or beginnings of names that end with `*`. */
export const roomPatterns = z.array(z.string().min(1).max(129)).max(256);

const isPermission = (word: string): word is Permission => permissions.some((one) => one === word);

/** What we do not know, another service may; it grants nothing here. */
export const permissionList = z.array(z.string()).transform((words) => words.filter(isPermission));

export const subject = z.string().min(1).max(255);

/** What a token says of its bearer: the claims of RFC 7519 we need, and ours. Others are not looked at. */
const claims = z.object({
  sub: subject,
  // Seconds since 1970. `1e999` is a number in JSON and would never end.
  exp: z.number().positive().max(253_402_300_799),
  peerId: peerId.optional(),
  rooms: roomPatterns.optional(),
  permissions: permissionList.optional(),
});

/** The identity that checked claims stand for, or the name of the claim that is not what it should be. */
export function identityOf(payload: unknown): Identity | { readonly wrongClaim: string } {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return { wrongClaim: String(parsed.error.issues[0]?.path[0] ?? "sub") };
  const { sub, exp, peerId, rooms, permissions = usualPermissions } = parsed.data;
  return { subject: sub, peerId, rooms, permissions, expiresAtMs: Math.floor(exp * 1_000) };
}
