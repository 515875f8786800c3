import {
  type Algorithm,
  publicAlgorithms,
  secretAlgorithms,
  usualAlgorithms,
} from "../auth/algorithms.ts";
import type { JsonWebTokenOptions } from "../auth/json-web-token.ts";
import { keySet } from "../auth/key-set.ts";
import { algorithmsOf, publicKey, secretKey } from "../auth/keys.ts";
import {
  missingSetting,
  type Options,
  SettingError,
  type SettingName,
  variableOf,
} from "../config/config.ts";
import type { Report } from "../telemetry/fact.ts";

const keySettings = ["jwtSecret", "jwtPublicKey", "jwtJwksUrl"] as const satisfies SettingName[];

/** What tokens are checked with, as the settings say. Throws a `SettingError` for what does not go together. */
export function jsonWebTokenOptions(options: Options, report: Report): JsonWebTokenOptions {
  const { jwtAudience: audience, jwtIssuer: issuer, jwtLeeway: leewaySeconds } = options;
  if (audience === undefined) throw missingSetting("jwtAudience", "AUTH=jwt needs it");
  if (issuer === undefined) throw missingSetting("jwtIssuer", "AUTH=jwt needs it");
  return { ...keyAndAlgorithms(options, report), audience, issuer, leewaySeconds };
}

function keyAndAlgorithms(options: Options, report: Report) {
  refuseUnlessOneKey(options);
  const { jwtSecret, jwtPublicKey, jwtJwksUrl, jwtAlgorithms } = options;
  if (jwtSecret !== undefined) {
    const algorithms = jwtAlgorithms ?? usualAlgorithms.secret;
    refuseOthers(algorithms, secretAlgorithms, "JWT_SECRET");
    return { key: secretKey(jwtSecret), algorithms };
  }
  const algorithms = jwtAlgorithms ?? usualAlgorithms.public;
  // A public key taken for a secret would let everybody sign: no HS256 beside public keys, ever.
  refuseOthers(algorithms, publicAlgorithms, "a public key");
  if (jwtPublicKey !== undefined) return pemKey(jwtPublicKey, algorithms);
  return { key: keySet(String(jwtJwksUrl), { report }), algorithms };
}

function refuseUnlessOneKey(options: Options): void {
  const given = keySettings.filter((name) => options[name] !== undefined).map(variableOf);
  if (given.length === 1) return;
  const all = keySettings.map(variableOf).join(", ");
  const what = given.length === 0 ? "none is set" : `${given.join(" and ")} are set`;
  throw new SettingError(`AUTH=jwt needs one of ${all}: ${what}`);
}

function refuseOthers(
  algorithms: readonly Algorithm[],
  possible: readonly Algorithm[],
  keys: string,
): void {
  const wrong = algorithms.find((algorithm) => !possible.includes(algorithm));
  if (wrong === undefined) return;
  const list = possible.join(", ");
  throw new SettingError(`JWT_ALGORITHMS has ${wrong}: with ${keys} it can be ${list}`);
}

function pemKey(pem: string, asked: readonly Algorithm[]) {
  const key = publicKey(pem);
  if (!key) {
    throw new SettingError(
      'JWT_PUBLIC_KEY cannot be read: expected a public key in PEM, -----BEGIN PUBLIC KEY-----, for example JWT_PUBLIC_KEY="$(cat public.pem)"',
    );
  }
  const possible = algorithmsOf(key);
  const algorithms = asked.filter((algorithm) => possible.includes(algorithm));
  if (algorithms.length > 0) return { key, algorithms };
  const list = possible.join(", ") || "nothing: RSA of 2048 bits, P-256 or Ed25519 would do";
  throw new SettingError(`JWT_PUBLIC_KEY does not fit JWT_ALGORITHMS: it is good for ${list}`);
}
