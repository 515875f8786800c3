import {
  type Algorithm,
  publicAlgorithms,
  secretAlgorithms,
  usualAlgorithms,
} from "../auth/algorithms.ts";
import type { JsonWebTokenOptions } from "../auth/json-web-token.ts";
import { algorithmsOf, publicKey, secretKey, type VerificationKey } from "../auth/keys.ts";
import {
  missingSetting,
  type Options,
  SettingError,
  type SettingName,
  variableOf,
} from "../config/config.ts";
import type { Report } from "../telemetry/fact.ts";

const keySettings = ["jwtSecret", "jwtPublicKey", "jwtJwksUrl"] as const satisfies SettingName[];

/** Returns the token checks of the settings. Throws a `SettingError` for settings that contradict each other. */
export function jsonWebTokenOptions(options: Options, report: Report): JsonWebTokenOptions {
  const { jwtAudience: audience, jwtIssuer: issuer, jwtLeeway: leewaySeconds } = options;
  if (audience === undefined) throw missingSetting("jwtAudience", "AUTH=jwt requires it");
  if (issuer === undefined) throw missingSetting("jwtIssuer", "AUTH=jwt requires it");
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
  // If a public key were used as an HS256 secret, everybody could sign tokens, so HS256 is never allowed with public keys.
  refuseOthers(algorithms, publicAlgorithms, "a public key");
  if (jwtPublicKey !== undefined) return pemKey(jwtPublicKey, algorithms);
  return { key: remoteKeys(String(jwtJwksUrl), report), algorithms };
}

/** Loads the key set only for `JWT_JWKS_URL`. */
function remoteKeys(url: string, report: Report): VerificationKey {
  const loading = import("../auth/key-set.ts").then(({ keySet }) => keySet(url, { report }));
  return async (header, token) => (await loading)(header, token);
}

function refuseUnlessOneKey(options: Options): void {
  const given = keySettings.filter((name) => options[name] !== undefined).map(variableOf);
  if (given.length === 1) return;
  const all = keySettings.map(variableOf).join(", ");
  const problem = given.length === 0 ? "none of them is set" : `${given.join(" and ")} are set`;
  throw new SettingError(
    `AUTH=jwt requires exactly one of ${all}, but ${problem}: set one of them`,
  );
}

function refuseOthers(
  algorithms: readonly Algorithm[],
  possible: readonly Algorithm[],
  keys: string,
): void {
  const wrong = algorithms.find((algorithm) => !possible.includes(algorithm));
  if (wrong === undefined) return;
  const list = possible.join(", ");
  throw new SettingError(
    `JWT_ALGORITHMS contains ${wrong}, which does not work with ${keys}: expected one or more of ${list}`,
  );
}

function pemKey(pem: string, asked: readonly Algorithm[]) {
  const key = publicKey(pem);
  if (!key) {
    throw new SettingError(
      'JWT_PUBLIC_KEY cannot be read: expected a public key in PEM format (-----BEGIN PUBLIC KEY-----), for example JWT_PUBLIC_KEY="$(cat public.pem)"',
    );
  }
  const possible = algorithmsOf(key);
  const algorithms = asked.filter((algorithm) => possible.includes(algorithm));
  if (algorithms.length > 0) return { key, algorithms };
  if (possible.length === 0) {
    throw new SettingError(
      "JWT_PUBLIC_KEY has an unsupported type or size: expected RSA with at least 2048 bits, P-256, P-384, P-521 or Ed25519",
    );
  }
  throw new SettingError(
    `JWT_PUBLIC_KEY does not work with JWT_ALGORITHMS: it supports ${possible.join(", ")}`,
  );
}
