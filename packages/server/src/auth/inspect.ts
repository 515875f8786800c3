import { decodeJwt, decodeProtectedHeader } from "jose";
import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Identity } from "./identity.ts";
import { type JsonWebTokenOptions, verifyToken } from "./json-web-token.ts";

/** What a token says, whoever signed it, and what this server would make of it. */
export interface Inspection {
  /** `undefined`: that part cannot be read. */
  readonly header: unknown;
  readonly claims: unknown;
  readonly verdict: { readonly identity: Identity } | { readonly refusal: SignalingError };
}

export async function inspectToken(
  token: string,
  options: JsonWebTokenOptions,
): Promise<Inspection> {
  return {
    header: readable(() => decodeProtectedHeader(token)),
    claims: readable(() => decodeJwt(token)),
    verdict: await verdictOn(token, options),
  };
}

async function verdictOn(
  token: string,
  options: JsonWebTokenOptions,
): Promise<Inspection["verdict"]> {
  try {
    return { identity: await verifyToken(token, options) };
  } catch (error) {
    if (error instanceof SignalingError) return { refusal: error };
    throw error;
  }
}

function readable(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}
