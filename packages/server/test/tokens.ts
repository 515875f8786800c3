import { createHmac } from "node:crypto";
import type { SignalingServerOptions } from "../src/index.ts";

export const secret = "a secret of this test, of 32 bytes or more";
export const audience = "https://signaling.example";
export const issuer = "https://issuer.example";

/** Starts a server that accepts the tokens of this module. */
export const jwt = {
  auth: "jwt",
  token: undefined,
  jwtSecret: secret,
  jwtAudience: audience,
  jwtIssuer: issuer,
  // The tests send many wrong tokens from one address.
  maxFailedAuthentications: 0,
} as const satisfies SignalingServerOptions;

export type Members = Readonly<Record<string, unknown>>;

export const nowSeconds = () => Math.floor(Date.now() / 1_000);

/** Returns valid claims. `undefined` removes a claim. */
export function claims(over: Members = {}): Members {
  return { iss: issuer, aud: audience, sub: "ada", exp: nowSeconds() + 600, ...over };
}

export const base64url = (text: string) => Buffer.from(text).toString("base64url");

/** Returns a handmade token, which can be wrong in any way. */
export function handMade(header: Members, payload: Members | string, key: string = secret): string {
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  const signed = `${base64url(JSON.stringify(header))}.${base64url(text)}`;
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}

/** Returns a valid token, except for the given changes. */
export function tokenOf(over: Members = {}): string {
  return handMade({ alg: "HS256", typ: "JWT" }, claims(over));
}
