import { expect, test } from "vitest";
import { startCoturn, useCoturn } from "./coturn.ts";
import { newSecret, signedFor, startTurnSignaling, toldTo } from "./credentials.ts";
import { type Credentials, TurnClient } from "./turn-client.ts";

useCoturn();

const allocate = (port: number, credentials: Credentials) =>
  new TurnClient("127.0.0.1", port, credentials).allocate();

test("coturn accepts credentials of the signaling server, and refuses expired, modified and foreign ones", async () => {
  const secret = newSecret();
  const port = await startCoturn({ secret });
  const told = await toldTo("ada", await startTurnSignaling(port, secret));
  expect(await allocate(port, told)).toBe("success");

  const [end = "", id] = told.username.split(":");
  const later = `${Number(end) + 3_600}:${id}`;
  expect(await allocate(port, { ...told, username: later })).toBe(401);
  expect(await allocate(port, { ...told, username: `${end}:other` })).toBe(401);
  const credential = told.credential.replace(/^./, (first) => (first === "A" ? "B" : "A"));
  expect(await allocate(port, { ...told, credential })).toBe(401);
  expect(await allocate(port, { username: told.username, credential: "" })).toBe(401);

  expect(await allocate(port, signedFor(60, newSecret()))).toBe(401);
  expect(await allocate(port, signedFor(-1, secret))).toBe(401);
  // Only the expiry differs, so it is the reason of the refusal.
  expect(await allocate(port, signedFor(60, secret))).toBe("success");
});

test("during a rotation coturn accepts both secrets, afterwards only the new one", async () => {
  const [older, newer] = [newSecret(), newSecret()];
  const rotating = await startCoturn({ secret: `${newer}, ${older}` });
  const ofOlder = signedFor(600, older);
  expect(await allocate(rotating, ofOlder)).toBe("success");
  const url = await startTurnSignaling(rotating, `${newer},${older}`);
  const ofNewer = await toldTo("ada", url);
  expect(await allocate(rotating, ofNewer)).toBe("success");

  const rotated = await startCoturn({ secret: newer });
  expect(await allocate(rotated, ofNewer)).toBe("success");
  expect(await allocate(rotated, ofOlder)).toBe(401);
});

test("a relay continues after its credential expires, also with a new nonce", async () => {
  const secret = newSecret();
  const port = await startCoturn({ secret, settings: ["--stale-nonce=1"] });
  // Long enough for a busy machine: a UDP packet may be lost and sent again.
  const short = signedFor(5, secret);
  const client = new TurnClient("127.0.0.1", port, short);
  expect(await client.allocate()).toBe("success");
  await expect.poll(() => allocate(port, short), { interval: 500 }).toBe(401);
  const verdicts: unknown[] = [];
  const refreshed = async () => {
    verdicts.push(await client.refresh());
    return client.nonces;
  };
  await expect.poll(refreshed, { interval: 200 }).toBeGreaterThan(1);
  expect(new Set(verdicts)).toEqual(new Set(["success"]));
  expect(await client.permit("8.8.8.8")).toBe("success");
});

test("one session has at most 12 relays, also with a renewed credential", async () => {
  const secret = newSecret();
  const port = await startCoturn({ secret });
  const [first, renewed] = [signedFor(60, secret), signedFor(600, secret)];
  for (const credentials of [...Array.from({ length: 11 }, () => first), renewed]) {
    expect(await allocate(port, credentials)).toBe("success");
  }
  // 486: Allocation Quota Reached (RFC 8656 §19).
  expect(await allocate(port, first)).toBe(486);
  expect(await allocate(port, renewed)).toBe(486);
});
