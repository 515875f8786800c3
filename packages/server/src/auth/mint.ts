import { SignJWT } from "jose";
import { secretKey } from "./keys.ts";

/** What a token says of its bearer. */
export interface TokenContent {
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  readonly expiresInSeconds: number;
  readonly peerId?: string | undefined;
  readonly rooms?: readonly string[] | undefined;
  readonly permissions?: readonly string[] | undefined;
}

/** Makes a token signed with a secret (HS256), for development; in production your own app makes them. */
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
