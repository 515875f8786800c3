import { generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { connectOutcome } from "./connect-outcome.ts";
import { startServer } from "./start-server.ts";
import {
  audience,
  base64url,
  claims,
  handMade,
  issuer,
  jwt,
  type Members,
  nowSeconds,
  tokenOf,
} from "./tokens.ts";
import { startWebServer } from "./web-server.ts";

const hs256 = { alg: "HS256", typ: "JWT" };
const withHeader = (header: Members) => handMade({ ...hs256, ...header }, claims());
const text = (over: string) => `{"iss":"${issuer}","aud":"${audience}","sub":"ada",${over}}`;

test("[J1] a socket connects with a token of the issuer for this server, signed with its secret", async () => {
  const { url } = await startServer(jwt);
  const good: readonly string[] = [
    tokenOf(),
    tokenOf({ aud: ["another", audience], nbf: nowSeconds() - 1, jti: "x", scope: "whatever" }),
    tokenOf({ peerId: "ada", rooms: ["team-*"], permissions: ["relay", "read:others"] }),
  ];
  for (const token of good) expect(await connectOutcome(url, { token })).toBe("connected");
});

const [signedHead = "", signedBody = "", signature = ""] = tokenOf().split(".");

/** Another spelling of the same bytes: two bits of the last letter of 32 bytes are unused (RFC 4648 §3.5). */
function respelled(text: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return text.slice(0, -1) + letters[letters.indexOf(text.slice(-1)) + 1];
}

const forged: Record<string, string> = {
  "not signed at all": `${base64url('{"alg":"none"}')}.${signedBody}.`,
  "not signed, in other letters": `${base64url('{"alg":"nOnE","typ":"JWT"}')}.${signedBody}.`,
  "a signature of nothing": `${signedHead}.${signedBody}.`,
  "signed with another secret": handMade(hs256, claims(), "another secret of 32 bytes or more…"),
  "signed with nothing": handMade(hs256, claims(), ""),
  "another body under a good signature": `${signedHead}.${base64url(JSON.stringify(claims({ sub: "eve" })))}.${signature}`,
  "an algorithm that is not taken": withHeader({ alg: "HS512" }),
  "an algorithm that does not exist": withHeader({ alg: "XS256" }),
  "an algorithm that is no text": withHeader({ alg: ["HS256"] }),
  "no algorithm": withHeader({ alg: undefined }),
  "an encrypted token": `${base64url('{"alg":"dir","enc":"A256GCM"}')}..AAAA.AAAA.AAAA`,
  "two parts": `${signedHead}.${signedBody}`,
  "a header that is no object": `${base64url("[]")}.${signedBody}.${signature}`,
  "claims that are no object": handMade(hs256, '["ada"]'),
  "claims that are no JSON": handMade(hs256, "{"),
  "a good signature, padded": `${signedHead}.${signedBody}.${signature}=`,
  "a good signature, in other letters": `${signedHead}.${signedBody}.${respelled(signature)}`,
  "an empty text": "",
  "something else": "SIGNALING123",
};

test.each(Object.entries(forged))("[J1] [C2] %s: forbidden", async (_what, token) => {
  const { url } = await startServer(jwt);
  const refusal = await connectOutcome(url, { token });
  expect(refusal).toMatchObject({ code: "forbidden", reason: expect.any(String) });
});

test("[J1] a token that is not a string is refused", async () => {
  const { url } = await startServer(jwt);
  for (const token of [undefined, null, 7, {}, [tokenOf()], { token: tokenOf() }]) {
    expect(await connectOutcome(url, { token })).toMatchObject({ code: "forbidden" });
  }
});

test("[J1] a token that is signed with the public key as a secret is refused", async () => {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const { url } = await startServer({ ...jwt, jwtSecret: undefined, jwtPublicKey: pem });
  const token = await new SignJWT({ ...claims() })
    .setProtectedHeader({ alg: "ES256" })
    .sign(privateKey);
  expect(await connectOutcome(url, { token })).toBe("connected");
  for (const key of [pem, pem.trim()]) {
    const confused = handMade(hs256, claims(), key);
    expect(await connectOutcome(url, { token: confused })).toMatchObject({ code: "forbidden" });
  }
});

test("[J1] keys and URLs in a token's header are never used or fetched", async () => {
  const attacker = await startWebServer((_request, response) => response.end("{}"));
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { kty = "", crv = "", x = "", y = "" } = publicKey.export({ format: "jwk" });
  const jwk = { kty, crv, x, y };
  const { url } = await startServer(jwt);
  const pointers = { jku: `${attacker.url}/jku`, x5u: `${attacker.url}/x5u`, x5c: ["AAAA"], jwk };
  const own = await new SignJWT({ ...claims() })
    .setProtectedHeader({ alg: "ES256", ...pointers })
    .sign(privateKey);
  expect(await connectOutcome(url, { token: own })).toMatchObject({ code: "forbidden" });
  const secretOfTheirs = handMade({ ...hs256, ...pointers }, claims(), "AAAA".repeat(8));
  expect(await connectOutcome(url, { token: secretOfTheirs })).toMatchObject({ code: "forbidden" });
  // With a valid signature these headers are ignored.
  expect(await connectOutcome(url, { token: withHeader(pointers) })).toBe("connected");
  const kid = "../../../../dev/null";
  const emptyKey = handMade({ ...hs256, kid }, claims(), "");
  expect(await connectOutcome(url, { token: emptyKey })).toMatchObject({ code: "forbidden" });
  expect(attacker.asked).toEqual([]);
});

const wrongClaims: Record<string, readonly [Members | string, string]> = {
  "no exp": [claims({ exp: undefined }), "`exp`"],
  "no aud": [claims({ aud: undefined }), "`aud`"],
  "no iss": [claims({ iss: undefined }), "`iss`"],
  "no sub": [claims({ sub: undefined }), "`sub`"],
  "another aud": [claims({ aud: `${audience}/` }), "`aud`"],
  "other aud": [claims({ aud: ["one", "two"] }), "`aud`"],
  "another iss": [claims({ iss: issuer.toUpperCase() }), "`iss`"],
  "iss as a list": [claims({ iss: [issuer] }), "`iss`"],
  "sub as a list": [claims({ sub: ["ada"] }), "`sub`"],
  "an empty sub": [claims({ sub: "" }), "`sub`"],
  "exp as a text": [claims({ exp: "9999999999" }), "`exp`"],
  "exp without an end": [text('"exp":1e999'), "`exp`"],
  "nbf as a text": [claims({ nbf: "now" }), "`nbf`"],
  "nbf in the future": [claims({ nbf: nowSeconds() + 300 }), "not valid yet"],
  "a peerId that is none": [claims({ peerId: "all" }), "`peerId`"],
  "rooms as a text": [claims({ rooms: "*" }), "`rooms`"],
  "permissions as a text": [claims({ permissions: "admin" }), "`permissions`"],
  "aud twice, the last one wrong": [text(`"exp":${nowSeconds() + 600},"aud":"another"`), "`aud`"],
};

test.each(Object.entries(wrongClaims))("[J2] %s: forbidden", async (_what, [payload, word]) => {
  const { url } = await startServer(jwt);
  expect(await connectOutcome(url, { token: handMade(hs256, payload) })).toEqual({
    code: "forbidden",
    reason: expect.stringContaining(word),
  });
});

test("[J2] clocks may differ by at most JWT_LEEWAY in both directions", async () => {
  const { url } = await startServer({ ...jwt, jwtLeeway: 15 });
  const at = (seconds: number) => nowSeconds() + seconds;
  expect(await connectOutcome(url, { token: tokenOf({ exp: at(-10) }) })).toBe("connected");
  expect(await connectOutcome(url, { token: tokenOf({ nbf: at(10) }) })).toBe("connected");
  expect(await connectOutcome(url, { token: tokenOf({ exp: at(-20) }) })).toEqual({
    code: "token-expired",
    reason: expect.any(String),
  });
  expect(await connectOutcome(url, { token: tokenOf({ nbf: at(20) }) })).toMatchObject({
    code: "forbidden",
  });
});

test("[J2] the leeway applies to sockets, HTTP and administration", async () => {
  const { url } = await startServer({ ...jwt, jwtLeeway: 60 });
  const permissions = ["admin", "relay"];
  const tokenFrom = (secondsAgo: number) =>
    tokenOf({ exp: nowSeconds() - secondsAgo, permissions });
  const statuses = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const paths = ["/admin/rooms", "/connections"];
    return Promise.all(paths.map(async (path) => (await fetch(url + path, { headers })).status));
  };
  const late = tokenFrom(55);
  expect(await connectOutcome(url, { token: late })).toBe("connected");
  expect(await statuses(late)).toEqual([200, 200]);
  const tooLate = tokenFrom(65);
  expect(await connectOutcome(url, { token: tooLate })).toMatchObject({ code: "token-expired" });
  expect(await statuses(tooLate)).toEqual([401, 401]);
});

test("[J3] a token with another type or an unknown critical extension is refused", async () => {
  const { url } = await startServer(jwt);
  for (const typ of [undefined, "JWT", "jwt", "at+jwt", "application/at+jwt"]) {
    expect(await connectOutcome(url, { token: withHeader({ typ }) }), String(typ)).toBe(
      "connected",
    );
  }
  for (const typ of ["logout+jwt", "dpop+jwt", "secevent+jwt", "JOSE", "", 7, null]) {
    expect(await connectOutcome(url, { token: withHeader({ typ }) })).toMatchObject({
      code: "forbidden",
    });
  }
  const extensions = [
    { crit: ["exp"], exp: 1 },
    { crit: ["urn:example:evil"], "urn:example:evil": true },
    { crit: [] },
    { crit: "b64", b64: true },
    { crit: ["b64"], b64: false },
  ];
  for (const extension of extensions) {
    expect(await connectOutcome(url, { token: withHeader(extension) })).toMatchObject({
      code: "forbidden",
    });
  }
});

test("[J4] a token of more than 8 KiB is refused without verification", async () => {
  const { url } = await startServer(jwt);
  const padded = (bytes: number) => {
    const bare = tokenOf({ pad: "" }).length;
    return tokenOf({ pad: "x".repeat(Math.floor(((bytes - bare) * 3) / 4)) });
  };
  const fits = padded(8_190);
  expect(fits.length).toBeGreaterThan(8_100);
  expect(await connectOutcome(url, { token: fits })).toBe("connected");
  for (const token of [padded(9_216), "é".repeat(4_097), "x".repeat(60_000)]) {
    expect(await connectOutcome(url, { token })).toMatchObject({ code: "too-large" });
  }
});

test("[J1] no refusal and no fact contains a token", async () => {
  const { url, facts } = await startServer(jwt);
  const wrong = [...Object.values(forged), tokenOf({ aud: "another" }), tokenOf({ exp: 1 })];
  const refusals = await Promise.all(wrong.map((token) => connectOutcome(url, { token })));
  const said = JSON.stringify([refusals, facts]);
  const parts = wrong.flatMap((token) => token.split(".")).filter((part) => part.length > 8);
  for (const part of parts) expect(said).not.toContain(part);
});
