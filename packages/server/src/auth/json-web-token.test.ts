import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { verifyToken } from "./json-web-token.ts";
import { secretKey } from "./keys.ts";

const key = secretKey("a secret of this test, of 32 bytes or more");

/** Verifies a token at a time, in seconds since 1970. */
async function verdictAt(seconds: number, claims: Readonly<Record<string, number>>) {
  const token = await new SignJWT({ exp: 5_000, ...claims })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer("app")
    .setAudience("signaling")
    .setSubject("ada")
    .sign(key);
  const options = {
    key,
    algorithms: ["HS256"],
    issuer: "app",
    audience: "signaling",
    leewaySeconds: 30,
    nowMs: () => seconds * 1_000,
  } as const;
  return verifyToken(token, options).then(
    () => "accepted",
    (error: { readonly code: string }) => error.code,
  );
}

test("[case S8] a token is accepted until exp plus the leeway, including the last second", async () => {
  expect(await verdictAt(1_030, { exp: 1_000 })).toBe("accepted");
  expect(await verdictAt(1_030.999, { exp: 1_000 })).toBe("accepted");
  expect(await verdictAt(1_031, { exp: 1_000 })).toBe("token-expired");
  expect(await verdictAt(1_030.999, { exp: 1_000.5 })).toBe("accepted");
  expect(await verdictAt(1_031, { exp: 1_000.5 })).toBe("token-expired");
});

test("[case S8] a token is accepted from nbf minus the leeway", async () => {
  expect(await verdictAt(970, { nbf: 1_000 })).toBe("accepted");
  expect(await verdictAt(969.999, { nbf: 1_000 })).toBe("forbidden");
});
