import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import {
  audience,
  base64url,
  claims,
  handMade,
  issuer,
  type Members,
  nowSeconds,
} from "../../packages/server/test/tokens.ts";

const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pem = publicKey.export({ type: "spki", format: "pem" }).toString();

/** The settings of a server that accepts tokens signed with the private key. */
export const settings: Readonly<Record<string, string>> = {
  AUTH: "jwt",
  TOKEN: "",
  JWT_PUBLIC_KEY: pem.replaceAll("\n", "\\n"),
  JWT_AUDIENCE: audience,
  JWT_ISSUER: issuer,
};

/** ES256 (RFC 7518, 3.4). */
function signed(header: Members, payload: Members | string, key: KeyObject = privateKey): string {
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  const input = `${base64url(JSON.stringify(header))}.${base64url(text)}`;
  const signature = sign("sha256", Buffer.from(input), { key, dsaEncoding: "ieee-p1363" });
  return `${input}.${signature.toString("base64url")}`;
}

const es256 = { alg: "ES256", typ: "JWT" };
const hs256 = { alg: "HS256", typ: "JWT" };

export function genuineToken(): string {
  return signed(es256, claims({ sub: "canary", exp: nowSeconds() + 3_600 }));
}

/** Tokens that must be refused, by their fault. `trap` is a URL that must not be fetched. */
export function forgedTokens(trap: string): Readonly<Record<string, string>> {
  return { ...withoutSignature(), ...withKeysOfTheirOwn(trap), ...withWrongClaims(), ...broken() };
}

function withoutSignature(): Record<string, string> {
  const [head = "", body = "", signature = ""] = signed(es256, claims()).split(".");
  const none = (alg: string) => `${base64url(JSON.stringify({ alg }))}.${body}.`;
  return {
    "alg none": none("none"),
    "alg nOnE": none("nOnE"),
    "alg none, a signature": `${none("none")}${signature}`,
    "no signature": `${head}.${body}.`,
    "a signature of zeros": `${head}.${body}.${Buffer.alloc(64).toString("base64url")}`,
    "another body": `${head}.${base64url(JSON.stringify(claims({ sub: "eve" })))}.${signature}`,
    "the public key as a secret": handMade(hs256, claims(), pem),
    "the public key as a secret, trimmed": handMade(hs256, claims(), pem.trim()),
    "an empty secret": handMade(hs256, claims(), ""),
    "HS512 with the public key": hs512(pem),
  };
}

function hs512(key: string): string {
  const input = `${base64url('{"alg":"HS512"}')}.${base64url(JSON.stringify(claims()))}`;
  return `${input}.${createHmac("sha512", key).update(input).digest("base64url")}`;
}

function withKeysOfTheirOwn(trap: string): Record<string, string> {
  const theirs = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = theirs.publicKey.export({ format: "jwk" });
  const pointing = (header: Members) =>
    signed({ ...es256, ...header }, claims(), theirs.privateKey);
  const kid = (kid: unknown) => handMade({ ...hs256, kid }, claims(), "");
  return {
    "another key": pointing({}),
    jwk: pointing({ jwk }),
    jku: pointing({ jku: `${trap}/jku` }),
    x5u: pointing({ x5u: `${trap}/x5u` }),
    "x5u and kid": pointing({ x5u: `${trap}/x5u`, kid: `${trap}/kid` }),
    x5c: pointing({ x5c: ["AAAA"] }),
    "kid, a path": kid("../../../../dev/null"),
    "kid, SQL": kid("' UNION SELECT '"),
    "kid, a command": kid("key|id"),
    "kid, __proto__": kid("__proto__"),
    "kid, an object": kid({ toString: 1 }),
  };
}

function withWrongClaims(): Record<string, string> {
  const wrong = (over: Members) => signed(es256, claims(over));
  const text = (members: string) =>
    signed(
      es256,
      `{"iss":"${issuer}","aud":"${audience}","sub":"a","exp":${nowSeconds() + 600},${members}}`,
    );
  return {
    expired: wrong({ exp: nowSeconds() - 3_600 }),
    "no exp": wrong({ exp: undefined }),
    "exp as a text": wrong({ exp: "9999999999" }),
    "not before an hour": wrong({ nbf: nowSeconds() + 3_600 }),
    "another audience": wrong({ aud: `${audience}.evil.example` }),
    "no audience": wrong({ aud: undefined }),
    "another issuer": wrong({ iss: `${issuer}/` }),
    "issuers in a list": wrong({ iss: [issuer, "evil"] }),
    "no sub": wrong({ sub: undefined }),
    "aud twice, the last wrong": text('"aud":"another"'),
    "exp twice, the last past": text('"exp":1'),
    "exp without an end": text('"exp":1e999'),
  };
}

function broken(): Record<string, string> {
  const good = signed(es256, claims());
  const [head = "", body = "", signature = ""] = good.split(".");
  return {
    "crit, unknown": signed({ ...es256, crit: ["urn:example"], "urn:example": 1 }, claims()),
    "crit, empty": signed({ ...es256, crit: [] }, claims()),
    "b64 false": signed({ ...es256, crit: ["b64"], b64: false }, claims()),
    "another typ": signed({ ...es256, typ: "logout+jwt" }, claims()),
    huge: signed(es256, claims({ pad: "x".repeat(20_000) })),
    "huge, not base64": "=".repeat(50_000),
    "malformed base64": `${head}.${body}!!.${signature}`,
    "standard base64 with padding": `${head}.${body}.${signature}==`,
    "four parts": `${good}.`,
    "two parts": `${head}.${body}`,
    "encrypted, RFC 7516": `${base64url('{"alg":"dir","enc":"A256GCM"}')}..AAAA.AAAA.AAAA`,
    "claims that are no object": signed(es256, '["ada"]'),
    "no JSON": signed(es256, "{"),
    empty: "",
  };
}
