import { createPublicKey, type KeyObject } from "node:crypto";
import type { JWTVerifyGetKey } from "jose";
import { type Algorithm, publicAlgorithms } from "./algorithms.ts";

/** The key that verifies signatures: one key, or a resolver of the key that the `kid` of a token names. */
export type VerificationKey = Uint8Array | KeyObject | JWTVerifyGetKey;

/** RFC 7518 §3.3 forbids shorter RSA keys. */
const leastRsaBits = 2_048;

/** Returns the key of a shared secret, for HS256. */
export function secretKey(secret: string): Uint8Array {
  return new TextEncoder().encode(secret);
}

/** Parses a public key in PEM format (SPKI); line breaks may be written as `\n`. Returns `undefined` for anything else. */
export function publicKey(pem: string): KeyObject | undefined {
  const text = pem.replaceAll("\\n", "\n").trim();
  // Node.js would accept a private key, but a private key must not be in the settings of a verifier.
  if (!text.startsWith("-----BEGIN PUBLIC KEY-----")) return undefined;
  try {
    return createPublicKey(text);
  } catch {
    return undefined;
  }
}

/** Returns the algorithms that a public key supports; none if the key is too short or of another type. */
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
