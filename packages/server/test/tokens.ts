import { createHmac } from "node:crypto";
import type { SignalingServerOptions } from "../src/index.ts";

export const secret = "a secret of this test, of 32 bytes or more";
export const audience = "https://signaling.example";
export const issuer = "https://issuer.example";

/** A server that takes tokens made here. */
export const jwt = {
  auth: "jwt",
  token: undefined,
  jwtSecret: secret,
  jwtAudience: audience,
  jwtIssuer: issuer,
  // Many wrong tokens come from one address here.
  maxFailedAuthentications: 0,
} as const satisfies SignalingServerOptions;

export type Members = Readonly<Record<string, unknown>>;

export const nowSeconds = () => Math.floor(Date.now() / 1_000);

/** Claims with which everybody may come in. `undefined` takes one away. */
export function claims(over: Members = {}): Members {
  return { iss: issuer, aud: audience, sub: "ada", exp: nowSeconds() + 600, ...over };
}

export const base64url = (text: string) => Buffer.from(text).toString("base64url");

/** A token as text made by hand, so that it can be wrong in any way. */
export function handMade(header: Members, payload: Members | string, key: string = secret): string {
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  const signed = `${base64url(JSON.stringify(header))}.${base64url(text)}`;
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}

/** A good token, but for what is said of it. */
export function tokenOf(over: Members = {}): string {
  return handMade({ alg: "HS256", typ: "JWT" }, claims(over));
}
