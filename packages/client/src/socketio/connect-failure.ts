import type { Refusal } from "simple-webrtc-signaling-protocol";
import { type ErrorCode, SignalingError } from "../base/errors.ts";
import { refusalOf } from "./incoming.ts";

/** Why an attempt to connect failed. */
export interface ConnectFailure {
  /** What the server said, if it said anything; otherwise `unavailable`, with the reason as its `cause`. */
  readonly error: SignalingError;
  /**
   * Whether a later attempt may succeed. `if-known`: only if one has succeeded before; the proxy of a server that is
   * started again may answer for it meanwhile.
   */
  readonly retry: "yes" | "if-known" | "no";
}

/** An HTTP answer with another status than 200. */
export class HttpError extends Error {
  readonly status: number;
  /** What our server says with the status. */
  readonly refusal: Refusal | undefined;

  constructor(status: number, refusal: Refusal | undefined) {
    super(`HTTP status ${status}`);
    this.status = status;
    this.refusal = refusal;
  }
}

/** What these mean if another server says them, such as a proxy. */
const codes: Readonly<Record<number, ErrorCode>> = {
  401: "forbidden",
  403: "forbidden",
  404: "unavailable",
  429: "rate-limited",
};

/** What answers is no signaling server. */
export const foreign = "it is another kind of server";

/** What `connect_error` of socket.io-client stands for. */
export function connectFailureOf(
  url: string,
  error: Error & { readonly data?: unknown },
): ConnectFailure {
  // Only Socket.IO servers send `data`, if they have any to send.
  if ("data" in error) {
    const refusal = refusalOf(error.data);
    return refusal ? refused(refusal) : unanswered(url, error, "if-known");
  }
  // Engine.IO's own word for an answer that is not of Engine.IO, such as a page.
  if ("code" in error) return unanswered(url, new Error(foreign), "if-known");
  const cause = rootOf(error);
  if (!(cause instanceof HttpError)) return unanswered(url, cause);
  if (cause.refusal) return refused(cause.refusal, cause);
  const code = codes[cause.status];
  const mayPass = code === undefined || code === "rate-limited";
  return unanswered(url, cause, mayPass ? "yes" : "if-known", code);
}

/** No signaling server answered. */
export function unanswered(
  url: string,
  cause: Error,
  retry: ConnectFailure["retry"] = "yes",
  code: ErrorCode = "unavailable",
): ConnectFailure {
  const reason = `no signaling server answers at ${url}: ${cause.message}`;
  return { error: new SignalingError(code, reason, { cause }), retry };
}

/** The server refused. It may accept the same later if it only has too much to do. */
function refused({ code, reason, retryAfterMs }: Refusal, cause?: Error): ConnectFailure {
  const mayPass = code === "unavailable" || code === "rate-limited";
  const error = new SignalingError(code, reason, { retryAfterMs, cause });
  return { error, retry: mayPass ? "yes" : "no" };
}

/** The error of the network in what Engine.IO, `ws` and `fetch` make of it, where the platform tells of it. */
function rootOf(error: Error): Error {
  const { description, cause, errors } = error as WrappedError;
  const inner = description?.error ?? description ?? cause ?? errors?.[0];
  return inner instanceof Error ? rootOf(inner) : error;
}

interface WrappedError extends Error {
  readonly description?: { readonly error?: unknown };
  readonly errors?: readonly unknown[];
}
