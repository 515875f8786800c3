import type { ErrorCode, Refusal } from "simple-webrtc-signaling-protocol";
import { type ConnectFailure, foreign, refused, unanswered } from "../transport/connect-failure.ts";
import { refusalOf } from "../transport/parsing.ts";

/** An HTTP response with another status than 200. */
export class HttpError extends Error {
  readonly status: number;
  /** The refusal in the body, if the response is from this project's server. */
  readonly refusal: Refusal | undefined;

  constructor(status: number, refusal: Refusal | undefined) {
    super(`HTTP status ${status}`);
    this.status = status;
    this.refusal = refusal;
  }
}

/** The error codes for HTTP statuses of another server, such as a proxy. */
const codes: Readonly<Record<number, ErrorCode>> = {
  401: "forbidden",
  403: "forbidden",
  404: "unavailable",
  429: "rate-limited",
};

/** Returns the failure that a `connect_error` of socket.io-client stands for. */
export function connectFailureOf(
  url: string,
  error: Error & { readonly data?: unknown },
): ConnectFailure {
  // Only Socket.IO servers send `data`.
  if ("data" in error) {
    const refusal = refusalOf(error.data);
    return refusal ? refused(refusal) : unanswered(url, error, "if-known");
  }
  // Engine.IO sets `code` for a response that is not of Engine.IO, such as a page.
  if ("code" in error) return unanswered(url, new Error(foreign), "if-known");
  const cause = rootOf(error);
  if (!(cause instanceof HttpError)) return unanswered(url, cause);
  if (cause.refusal) return refused(cause.refusal, cause);
  const code = codes[cause.status];
  const mayPass = code === undefined || code === "rate-limited";
  return unanswered(url, cause, mayPass ? "yes" : "if-known", code);
}

/** Returns the network error inside the errors of Engine.IO, `ws` and `fetch`, if the platform exposes it. */
function rootOf(error: Error): Error {
  const { description, cause, errors } = error as WrappedError;
  const inner = description?.error ?? description ?? cause ?? errors?.[0];
  return inner instanceof Error ? rootOf(inner) : error;
}

interface WrappedError extends Error {
  readonly description?: { readonly error?: unknown };
  readonly errors?: readonly unknown[];
}
