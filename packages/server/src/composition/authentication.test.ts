import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { resolveOptions, SettingError } from "../config/config.ts";
import { authenticationOf } from "./authentication.ts";

const start = (given: Parameters<typeof resolveOptions>[0]) =>
  authenticationOf(resolveOptions(given), () => {});

const names = { jwtAudience: "signaling", jwtIssuer: "app" };
const jwtSecret = "x".repeat(32);

const pemOf = (key: { export(options: { type: "spki"; format: "pem" }): string | Buffer }) =>
  key.export({ type: "spki", format: "pem" }).toString();
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const weak = generateKeyPairSync("rsa", { modulusLength: 1_024 });
const privatePem = ec.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const jwtPublicKey = pemOf(ec.publicKey);

test.each([
  [{ auth: "token", token: "t" }],
  [{ auth: "none", jwtSecret }],
  [{ auth: "hook", authUrl: "http://app:8080/hook" }],
  [{ auth: "jwt", jwtSecret, ...names }],
  [{ auth: "jwt", jwtPublicKey, ...names }],
  [{ auth: "jwt", jwtPublicKey, jwtAlgorithms: "RS256, ES256", ...names }],
  [{ auth: "jwt", jwtJwksUrl: "https://issuer.example/keys", ...names }],
  [{ auth: "jwt", jwtJwksUrl: "http://127.0.0.1:9/keys", ...names }],
])("compatible settings are accepted: %o", (given) => {
  expect(() => start(given)).not.toThrow();
});

test.each([
  [{ auth: "token" }, "TOKEN is not set"],
  [{ auth: "jwt", jwtSecret: "x".repeat(31), ...names }, "JWT_SECRET: expected a secret of"],
  [{ auth: "jwt", ...names }, "JWT_PUBLIC_KEY, JWT_JWKS_URL, but none of them is set"],
  [{ auth: "jwt", jwtSecret, jwtPublicKey, ...names }, "JWT_SECRET and JWT_PUBLIC_KEY are set"],
  [{ auth: "jwt", jwtSecret, jwtIssuer: "app" }, "JWT_AUDIENCE is not set"],
  [{ auth: "jwt", jwtSecret, jwtAudience: "signaling" }, "JWT_ISSUER is not set"],
  [{ auth: "jwt", jwtSecret, jwtAlgorithms: "ES256", ...names }, "JWT_ALGORITHMS contains ES256"],
  [
    { auth: "jwt", jwtPublicKey, jwtAlgorithms: "ES256,HS256", ...names },
    "JWT_ALGORITHMS contains HS256",
  ],
  [{ auth: "jwt", jwtPublicKey, jwtAlgorithms: "none", ...names }, 'JWT_ALGORITHMS is "none"'],
  [{ auth: "jwt", jwtPublicKey, jwtAlgorithms: "RS256", ...names }, "it supports ES256"],
  [{ auth: "jwt", jwtPublicKey: pemOf(weak.publicKey), ...names }, "2048 bits"],
  [{ auth: "jwt", jwtPublicKey: privatePem, ...names }, "expected a public key in PEM"],
  [{ auth: "jwt", jwtPublicKey: "some.pem", ...names }, "expected a public key in PEM"],
  [{ auth: "jwt", jwtJwksUrl: "http://issuer.example/", ...names }, "JWT_JWKS_URL is"],
  [{ auth: "jwt", jwtJwksUrl: "https://u:p@issuer.example/", ...names }, "JWT_JWKS_URL is"],
  [{ auth: "jwt", jwtSecret, jwtLeeway: 61, ...names }, "JWT_LEEWAY is 61"],
  [{ auth: "hook" }, "AUTH_URL is not set"],
  [{ auth: "hook", authUrl: "ftp://app/" }, "AUTH_URL is"],
  [{ token: "t", jwtSecret }, "JWT_SECRET is set, but AUTH is token: set AUTH=jwt"],
  [{ token: "t", authUrl: "https://app/" }, "AUTH_URL is set, but AUTH is token: set AUTH=hook"],
  [{ auth: "hook", authUrl: "https://app/", jwtSecret }, "JWT_SECRET is set, but AUTH is hook"],
])("a contradictory combination stops the start with one line: %o", (given, sentence) => {
  expect(() => start(given)).toThrow(SettingError);
  expect(() => start(given)).toThrow(sentence);
  try {
    start(given);
  } catch (error) {
    const line = String(error);
    expect(line).not.toContain("\n");
    expect(line).not.toContain(privatePem.slice(40, 60));
    expect(line).not.toContain("x".repeat(31));
  }
});
