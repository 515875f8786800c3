import { SignJWT } from "jose";
import { secretKey } from "./keys.ts";

/** The claims of a token. */
export interface TokenContent {
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  readonly expiresInSeconds: number;
  readonly peerId?: string | undefined;
  readonly rooms?: readonly string[] | undefined;
  readonly permissions?: readonly string[] | undefined;
}

/** Creates a token that is signed with a secret (HS256), for development. In production the application creates tokens. */
export function mintToken(
  secret: string,
  { issuer, audience, subject, expiresInSeconds, peerId, rooms, permissions }: TokenContent,
  nowMs: () => number = Date.now,
): Promise<string> {
  const now = Math.floor(nowMs() / 1_000);
  return new SignJWT({ peerId, rooms, permissions })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(subject)
    .setIssuedAt(now)
    .setExpirationTime(now + expiresInSeconds)
    .sign(secretKey(secret));
}
