import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { connectOutcome } from "./connect-outcome.ts";
import { startServer } from "./start-server.ts";
import { claims, handMade, jwt } from "./tokens.ts";
import { startWebServer } from "./web-server.ts";

interface KeyPair {
  readonly alg: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const keyPairs: Record<string, KeyPair> = {
  ec: { alg: "ES256", ...generateKeyPairSync("ec", { namedCurve: "P-256" }) },
  rsa: { alg: "RS256", ...generateKeyPairSync("rsa", { modulusLength: 2_048 }) },
  pss: { alg: "PS256", ...generateKeyPairSync("rsa", { modulusLength: 2_048 }) },
  ed: { alg: "EdDSA", ...generateKeyPairSync("ed25519") },
};

const published = Object.entries(keyPairs).map(([kid, { alg, publicKey }]) => ({
  ...publicKey.export({ format: "jwk" }),
  kid,
  alg,
}));

const signed = ({ alg, privateKey }: KeyPair, kid?: string) =>
  new SignJWT({ ...claims() })
    .setProtectedHeader(kid === undefined ? { alg } : { alg, kid })
    .sign(privateKey);

const withKeySet = (jwtJwksUrl: string) => ({ ...jwt, jwtSecret: undefined, jwtJwksUrl });

test("[J11] a token is verified with the key that its kid names, and the key set is fetched once", async () => {
  const issuer = await startWebServer((_request, response) =>
    response.end(JSON.stringify({ keys: published })),
  );
  const { url } = await startServer(withKeySet(`${issuer.url}/keys`));
  expect(issuer.asked).toEqual([]);
  for (const [kid, pair] of Object.entries(keyPairs)) {
    expect(await connectOutcome(url, { token: await signed(pair, kid) }), kid).toBe("connected");
  }
  const [ec, rsa] = [keyPairs["ec"], keyPairs["rsa"]] as [KeyPair, KeyPair];
  const wrong = [
    await signed(ec, "rsa"),
    await signed(rsa, "pss"),
    await signed(
      { ...ec, privateKey: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey },
      "ec",
    ),
    handMade({ alg: "HS256", kid: "ec" }, claims()),
  ];
  for (let guess = 0; guess < 20; guess += 1) wrong.push(await signed(ec, `../keys/${guess}`));
  for (const token of wrong) {
    expect(await connectOutcome(url, { token })).toMatchObject({ code: "forbidden" });
  }
  expect(issuer.asked).toEqual(["/keys"]);
});

test("[J1] a public key in PEM format accepts its own algorithms only", async () => {
  for (const [kid, pair] of Object.entries(keyPairs)) {
    const pem = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
    const jwtPublicKey = pem.replaceAll("\n", "\\n");
    const { url } = await startServer({ ...jwt, jwtSecret: undefined, jwtPublicKey });
    expect(await connectOutcome(url, { token: await signed(pair) }), kid).toBe("connected");
    for (const other of Object.values(keyPairs).filter((one) => one !== pair)) {
      expect(await connectOutcome(url, { token: await signed(other) })).toMatchObject({
        code: "forbidden",
      });
    }
  }
});

test("[J11] an unavailable key set refuses every token, is not fetched repeatedly, and is reported", async () => {
  const elsewhere = await startWebServer((_request, response) =>
    response.end(JSON.stringify({ keys: published })),
  );
  const issuer = await startWebServer((request, response) => {
    if (request.url === "/redirect") response.writeHead(302, { location: elsewhere.url }).end();
    else if (request.url === "/broken") response.writeHead(500).end();
    else if (request.url === "/huge") response.end(`{"keys":[]${" ".repeat(300_000)}}`);
    else response.end(request.url === "/shape" ? '{"keys":7}' : "<html>");
  });
  const token = await signed(keyPairs["ec"] as KeyPair, "ec");
  for (const path of ["redirect", "broken", "huge", "shape", "page"]) {
    const { url, facts } = await startServer(withKeySet(`${issuer.url}/${path}`));
    expect(await connectOutcome(url, { token }), path).toMatchObject({ code: "unavailable" });
    const asked = "the issuer's keys";
    const error = expect.any(Error);
    expect(facts).toContainEqual({ type: "authentication.failed", asked, error });
  }
  const nowhere = await startServer(withKeySet("http://127.0.0.1:1/keys"));
  expect(await connectOutcome(nowhere.url, { token })).toMatchObject({ code: "unavailable" });
  expect(elsewhere.asked).toEqual([]);
});
