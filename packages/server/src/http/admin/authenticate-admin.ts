import type { IncomingMessage } from "node:http";
import { setTimeout } from "node:timers/promises";
import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Authenticate } from "../../auth/authenticate.ts";
import type { Identity } from "../../auth/identity.ts";
import { addressKeyOf } from "../../limits/client-address.ts";
import type { FailedAuthentications } from "../../limits/failed-authentications.ts";

export interface AdminAuthenticationOptions {
  /** Authenticates administrators and records failures. */
  readonly authenticate: Authenticate;
  readonly failures: FailedAuthentications;
  readonly addressOf: (request: IncomingMessage) => string;
}

/** The administrator of a request, or the refusal. */
export type AdminVerdict =
  | { readonly administrator: Identity }
  | { readonly status: 401 | 403; readonly refusal: SignalingError };

/**
 * Authenticates a request by its token. Each failure delays the response more than the last one, and too many failures block
 * the address, because guessing an admin token is attractive. Rejects with other refusals, such as `rate-limited` or
 * `unavailable`.
 */
export async function authenticateAdmin(
  token: string,
  request: IncomingMessage,
  options: AdminAuthenticationOptions,
): Promise<AdminVerdict> {
  // A missing token is not a guess.
  if (token === "")
    return refused(401, "the request has no token; send Authorization: Bearer <token>");
  const address = options.addressOf(request);
  const verdict = await verdictOn(token, { address, origin: request.headers.origin }, options);
  if ("administrator" in verdict || verdict.refusal.code !== "forbidden") return verdict;
  await setTimeout(options.failures.delayMs(addressKeyOf(address)), undefined, { ref: false });
  return verdict;
}

async function verdictOn(
  token: string,
  client: { readonly address: string; readonly origin: string | undefined },
  { authenticate, failures }: AdminAuthenticationOptions,
): Promise<AdminVerdict> {
  try {
    const identity = await authenticate({ token }, client);
    if (identity.permissions.includes("admin")) return { administrator: identity };
  } catch (error) {
    if (!(error instanceof SignalingError) || !wrongToken.has(error.code)) throw error;
    return { status: 401, refusal: error };
  }
  failures.fail(addressKeyOf(client.address));
  return refused(403, "the identity does not have the permission `admin`");
}

const wrongToken: ReadonlySet<string> = new Set([
  "forbidden",
  "kicked",
  "token-expired",
  "too-large",
]);

function refused(status: 401 | 403, reason: string): AdminVerdict {
  return { status, refusal: new SignalingError("forbidden", reason) };
}
