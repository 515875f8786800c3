import type { IncomingMessage } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import type { Context, Handler } from "hono";
import { type ErrorCode, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Client } from "../auth/authenticate.ts";

/** What a handler is told of its request beside the request. */
export type Environment = { Bindings: HttpBindings };

export type WebHandler = Handler<Environment>;

export interface BearerOptions<Value> {
  /** What a token stands for. Refuses by throwing a `SignalingError`: `forbidden` for one that is wrong. */
  readonly check: (token: string, client: Client) => Promise<Value>;
  /** Where a request comes from, behind the proxies that are trusted. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** For how many milliseconds the answer to a wrong token of an address waits. */
  readonly delayMs: (address: string) => number;
}

/** What is asked for, so that no answer says whether there is anything to guess. */
const ask = "no valid token for this request; send Authorization: Bearer <token>";

/** Answers whoever shows a token (RFC 6750 §2.1), and refuses the others. */
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

/** Who shows nothing, or what gives no right. */
export function unauthorized(context: Context<Environment>): Response {
  context.header("www-authenticate", "Bearer");
  return context.json({ error: ask }, 401);
}

/** Who asks too often: 429 with `Retry-After` (RFC 9110 §10.2.3), in whole seconds. */
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

/** The token of an `Authorization` header; `undefined` if there is none. */
export function bearerOf(header = ""): string | undefined {
  return /^bearer +(.+)$/i.exec(header)?.[1];
}
