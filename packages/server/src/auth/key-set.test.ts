import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { jwtVerify, SignJWT } from "jose";
import { expect, onTestFinished, test } from "vitest";
import { keySet } from "./key-set.ts";

test("after a key change the new key is fetched, and the old key is refused", async () => {
  const [old, fresh] = ["old", "fresh"].map((kid) => ({
    kid,
    ...generateKeyPairSync("ec", { namedCurve: "P-256" }),
  }));
  if (!old || !fresh) throw new Error("two keys");
  let present = old;
  const server = createServer((_request, response) => {
    const { publicKey, kid } = present;
    response.end(JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const url = `http://127.0.0.1:${port}/`;
  const keys = keySet(url, { report: () => {}, cooldownSeconds: 0 });
  const isTaken = async ({ privateKey, kid }: typeof old) => {
    const token = await new SignJWT({}).setProtectedHeader({ alg: "ES256", kid }).sign(privateKey);
    return jwtVerify(token, keys).then(
      () => true,
      () => false,
    );
  };
  expect(await isTaken(old)).toBe(true);
  present = fresh;
  expect(await isTaken(fresh)).toBe(true);
  expect(await isTaken(old)).toBe(false);
});
