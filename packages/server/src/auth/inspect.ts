import { decodeJwt, decodeProtectedHeader } from "jose";
import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Identity } from "./identity.ts";
import { type JsonWebTokenOptions, verifyToken } from "./json-web-token.ts";

/** The content of a token, which is not verified, and the result of its verification. */
export interface Inspection {
  /** `undefined` if the header cannot be decoded. */
  readonly header: unknown;
  /** `undefined` if the claims cannot be decoded. */
  readonly claims: unknown;
  readonly verdict: { readonly identity: Identity } | { readonly refusal: SignalingError };
}

/** Decodes a token and verifies it. */
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
