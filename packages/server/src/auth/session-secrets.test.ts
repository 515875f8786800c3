import { expect, test } from "vitest";
import type { Lineage } from "./lineage.ts";
import { SessionSecrets } from "./session-secrets.ts";

const key = "a key for the secrets of these tests";
const place = { sessionId: "of ada", room: "lobby", peerId: "ada", subject: undefined };
const startedAtMs = 1_795_910_400_000;

test("[E13] a secret proves only its own session, to every process with the key", () => {
  const issuer = new SessionSecrets({ key });
  const secret = issuer.issue(place, [3]);
  expect(issuer.proofOf(secret, place)).toEqual({ lineage: [3] });
  const later = new SessionSecrets({ key });
  expect(later.proofOf(secret, place)).toEqual({ lineage: [3] });
  for (const [name, value] of Object.entries({
    sessionId: "of eve",
    room: "attic",
    peerId: "eve",
    subject: "eve",
  })) {
    expect(later.proofOf(secret, { ...place, [name]: value })).toBeUndefined();
  }
  const stranger = new SessionSecrets({ key: `${key} of others` });
  expect(stranger.proofOf(secret, place)).toBeUndefined();
});

test("[E6] a modified secret proves nothing", () => {
  const secrets = new SessionSecrets({ key });
  const secret = secrets.issue(place, [3]);
  const [process, , nonce, signature] = secret.split(".");
  const changed = [
    "",
    "...",
    secret.slice(0, -1),
    `${secret}A`,
    `${process}.4.${nonce}.${signature}`,
    `${"A".repeat(12)}.3.${nonce}.${signature}`,
    `${process}.3.${"A".repeat(22)}.${signature}`,
  ];
  for (const one of changed) expect(secrets.proofOf(one, place), one).toBeUndefined();
});

test("[E16] at least 64 processes in a row continue a session, and every secret fits a claim", () => {
  let lineage: Lineage = [35 ** 3];
  let processes = 0;
  let longest = 0;
  for (;;) {
    const secrets = new SessionSecrets({ key, startedAtMs: startedAtMs + processes });
    const base = secrets.continuationOf(lineage);
    if (!base) break;
    lineage = [...base, 35 ** 3];
    processes += 1;
    longest = Math.max(longest, secrets.issue(place, [...base, Number.MAX_SAFE_INTEGER]).length);
  }
  expect(processes).toBeGreaterThanOrEqual(64);
  expect(longest).toBeLessThanOrEqual(1_024);
});
