import { SignalingError } from "simple-webrtc-signaling-protocol";
import { peerId } from "simple-webrtc-signaling-protocol/schemas";
import * as z from "zod";
import type { Report } from "../telemetry/fact.ts";
import { askedService } from "./asked-service.ts";
import type { Authenticate } from "./authenticate.ts";
import { type BoundedResponse, boundedFetch } from "./bounded-fetch.ts";
import { permissionList, roomPatterns, subject } from "./claims.ts";
import { type Identity, usualPermissions } from "./identity.ts";

export interface HookOptions {
  readonly url: string;
  readonly report: Report;
  readonly timeoutMs?: number;
  /** Maximum size of the metadata of a peer, in bytes of JSON. */
  readonly metadataBytes?: number;
}

/** Maximum size of a response, in bytes. */
const maxBytes = 65_536;

/** Strict, and with a subject, so that `{ "error": "…" }` with status 200 authenticates nobody. */
const hookIdentity = z.strictObject({
  subject,
  peerId: peerId.optional(),
  rooms: roomPatterns.optional(),
  permissions: permissionList.optional(),
  expiresAtMs: z.int().positive().optional(),
  metadata: z.unknown().optional(),
});

const refusal = z.object({ reason: z.string().min(1).max(256) });

/**
 * Returns an authentication by an HTTP endpoint. The endpoint receives the credentials of the client in the body of a
 * POST, and responds 200 with an identity, or 401 or 403. Any other outcome is refused with `unavailable`.
 */
export function hook({ url, report, timeoutMs = 5_000, metadataBytes }: HookOptions): Authenticate {
  return async (credentials, client) => {
    const body = JSON.stringify({ auth: credentials, ...client });
    const headers = { "content-type": "application/json" };
    const asked = askedService("the hook", report);
    try {
      const options = { method: "POST", headers, body, timeoutMs, maxBytes } as const;
      const identity = identityIn(await boundedFetch(url, options), metadataBytes);
      asked.ended(true);
      return identity;
    } catch (error) {
      const isRefusal = error instanceof SignalingError;
      asked.ended(isRefusal);
      if (isRefusal) throw error;
      report({ type: "authentication.failed", asked: "the hook", error });
      throw new SignalingError("unavailable", "the authentication hook is unavailable; try again");
    }
  };
}

function identityIn({ status, text }: BoundedResponse, metadataBytes = 4_096): Identity {
  if (status === 401 || status === 403) throw new SignalingError("forbidden", reasonIn(text));
  if (status !== 200) throw new Error(`the hook responded with status ${status}`);
  const parsed = hookIdentity.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new Error(
      `the response of the hook is not an identity: ${z.prettifyError(parsed.error)}`,
    );
  }
  const { permissions = usualPermissions, ...rest } = parsed.data;
  const bytes = Buffer.byteLength(JSON.stringify(rest.metadata ?? null));
  if (bytes > metadataBytes)
    throw new Error(
      `the metadata of the hook has ${bytes} bytes, but at most ${metadataBytes} are allowed`,
    );
  return { ...rest, permissions };
}

function reasonIn(text: string): string {
  try {
    return refusal.parse(JSON.parse(text)).reason;
  } catch {
    return "the authentication hook refused the connection; check your credentials";
  }
}
