import { peerId } from "simple-webrtc-signaling-protocol/schemas";
import * as z from "zod";
import { type Identity, type Permission, permissions, usualPermissions } from "./identity.ts";

/** Room names, or prefixes of room names that end with `*`. */
export const roomPatterns = z.array(z.string().min(1).max(129)).max(256);

const isPermission = (word: string): word is Permission => permissions.some((one) => one === word);

/** Unknown permissions are ignored, because they can be for another service. */
export const permissionList = z.array(z.string()).transform((words) => words.filter(isPermission));

export const subject = z.string().min(1).max(255);

/** The claims of a token: those of RFC 7519 that the server needs, and its own. Other claims are ignored. */
const claims = z.object({
  sub: subject,
  // In seconds since 1970. Without a maximum, `1e999` would be a token that never expires.
  exp: z.number().positive().max(253_402_300_799),
  // Tokens of other issuers may have a `jti` of any type, which cannot be revoked then.
  jti: z.string().min(1).max(255).optional().catch(undefined),
  peerId: peerId.optional(),
  rooms: roomPatterns.optional(),
  permissions: permissionList.optional(),
});

/** Returns the identity of verified claims, or the name of the claim that has a wrong type or value. */
export function identityOf(payload: unknown): Identity | { readonly wrongClaim: string } {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return { wrongClaim: String(parsed.error.issues[0]?.path[0] ?? "sub") };
  const { sub, exp, jti, peerId, rooms, permissions = usualPermissions } = parsed.data;
  return {
    subject: sub,
    tokenId: jti,
    peerId,
    rooms,
    permissions,
    expiresAtMs: Math.floor(exp * 1_000),
  };
}
