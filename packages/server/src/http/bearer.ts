import type { IncomingMessage } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import type { Context, Handler } from "hono";
import { type ErrorCode, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Client } from "../auth/authenticate.ts";

/** The bindings of a handler: the request and response of Node.js. */
export type Environment = { Bindings: HttpBindings };

export type WebHandler = Handler<Environment>;

export interface BearerOptions<Value> {
  /** Returns the value that a token stands for. Rejects with a `SignalingError`, for a wrong token with `forbidden`. */
  readonly check: (token: string, client: Client) => Promise<Value>;
  /** Returns the client address of a request, behind the trusted proxies. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Returns the delay of the response to a wrong token of an address, in milliseconds. */
  readonly delayMs: (address: string) => number;
}

/** One text for missing and wrong tokens, so that the response does not help to guess. */
const missingToken = "no valid token for this request; send Authorization: Bearer <token>";

/** Responds to requests with a valid bearer token (RFC 6750 §2.1), and refuses other requests. */
export async function forBearer<Value>(
  context: Context<Environment>,
  { check, addressOf, delayMs }: BearerOptions<Value>,
  answer: (value: Value) => Response | Promise<Response>,
): Promise<Response> {
  context.header("cache-control", "no-store");
  const token = bearerOf(context.req.header("authorization"));
  if (token === undefined) return unauthorized(context);
  const address = addressOf(context.env.incoming);
  let value: Value;
  try {
    value = await check(token, { address, origin: context.req.header("origin") });
  } catch (error) {
    if (!(error instanceof SignalingError)) throw error;
    if (error.code === "forbidden") await setTimeout(delayMs(address), undefined, { ref: false });
    return refused(context, error);
  }
  return answer(value);
}

/** Responds 401, for a missing or wrong token. */
export function unauthorized(context: Context<Environment>): Response {
  context.header("www-authenticate", "Bearer");
  return context.json({ error: missingToken }, 401);
}

/** Responds 429 with `Retry-After` in whole seconds (RFC 9110 §10.2.3). */
export function tooOften(context: Context<Environment>, error: string, retryAfterMs: number) {
  context.header("retry-after", String(Math.ceil(retryAfterMs / 1_000)));
  return context.json({ error, code: "rate-limited" satisfies ErrorCode, retryAfterMs }, 429);
}

function refused(context: Context<Environment>, error: SignalingError): Response {
  const { code, reason, retryAfterMs = 0 } = error;
  if (code === "rate-limited") return tooOften(context, reason, retryAfterMs);
  if (code === "unavailable") return context.json({ error: reason, code }, 503);
  return unauthorized(context);
}

/** Returns the token of an `Authorization` header; `undefined` if it has none. */
export function bearerOf(header = ""): string | undefined {
  return /^bearer +(.+)$/i.exec(header)?.[1];
}
