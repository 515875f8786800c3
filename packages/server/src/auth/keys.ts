import { createPublicKey, type KeyObject } from "node:crypto";
import type { JWTVerifyGetKey } from "jose";
import { type Algorithm, publicAlgorithms } from "./algorithms.ts";

/** What signatures are checked with: one key, or the one of a set that a token's `kid` names. */
export type VerificationKey = Uint8Array | KeyObject | JWTVerifyGetKey;

/** Weaker RSA keys are refused by the standard (RFC 7518 §3.3). */
const leastRsaBits = 2_048;

/** A secret both sides know, for HS256. */
export function secretKey(secret: string): Uint8Array {
  return new TextEncoder().encode(secret);
}

/** A public key in PEM (SPKI); line breaks may be written as `\n`. `undefined` if it is none, or is a private one. */
export function publicKey(pem: string): KeyObject | undefined {
  const text = pem.replaceAll("\\n", "\n").trim();
  // Node would take a private key, too, and one that lies around in a verifier is a leak.
  if (!text.startsWith("-----BEGIN PUBLIC KEY-----")) return undefined;
  try {
    return createPublicKey(text);
  } catch {
    return undefined;
  }
}

/** The algorithms a public key can be used with; none if it is too weak or of another kind. */
export function algorithmsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): Algorithm[] {
  const curves: Record<string, Algorithm> = {
    prime256v1: "ES256",
    secp384r1: "ES384",
    secp521r1: "ES512",
  };
  switch (asymmetricKeyType) {
    case "rsa":
      if ((asymmetricKeyDetails?.modulusLength ?? 0) < leastRsaBits) return [];
      return publicAlgorithms.filter((name) => name.startsWith("RS") || name.startsWith("PS"));
    case "ec": {
      const algorithm = curves[asymmetricKeyDetails?.namedCurve ?? ""];
      return algorithm ? [algorithm] : [];
    }
    case "ed25519":
      return ["EdDSA"];
    default:
      return [];
  }
}
