import { expect, test } from "vitest";
import { AddressMask } from "../reading/address-mask.ts";
import type { Happening } from "./entry.ts";
import { readTrace } from "./read-trace.ts";
import { entriesOf, plainExchange } from "./samples.ts";
import { traceFile } from "./trace-file.ts";

const everyOther: readonly Happening[] = [
  { kind: "channel", state: "reconnecting" },
  { kind: "candidate-error", url: "stun:192.0.2.1", code: 701, reason: "no answer" },
  { kind: "refusal", direction: "received", refused: "answer" },
  { kind: "ignored-offer" },
  { kind: "rolled-back" },
  { kind: "dropped-candidate" },
  { kind: "ice-restart", attempt: 1 },
  { kind: "track", media: "audio" },
  { kind: "error", code: "unavailable", reason: "there is no route to the peer" },
  { kind: "leave" },
  { kind: "join" },
];
const entries = entriesOf([...plainExchange, ...everyOther], {
  peerId: "bob",
  signalingState: "stable",
});

function fileOf(withAddresses: boolean): string {
  const mask = new AddressMask();
  return traceFile({ entries, startedAtMs: 1_000, selfId: "ada", letGo: 4, mask, withAddresses });
}

test("a saved trace is parsed again, without secrets", () => {
  const saved = readTrace(fileOf(true));
  const withoutSecrets = entries.map((entry) =>
    "sdp" in entry
      ? { ...entry, sdp: entry.sdp.replace("aSecretThatNobodyShouldSee", "(removed)") }
      : entry,
  );
  expect(saved?.trace.entries).toEqual(withoutSecrets);
  expect(saved?.selfId).toBe("ada");
  expect(saved?.trace).toMatchObject({ letGo: 4, startedAtMs: 1_000 });
});

test("addresses are masked by default", () => {
  expect(fileOf(false)).not.toMatch(/192\.|203\.0|2001:db8/);
  expect(JSON.parse(fileOf(false))).toMatchObject({
    format: "signaling-trace",
    addresses: "masked",
    startedAt: "1970-01-01T00:00:01.000Z",
  });
  expect(fileOf(true)).toContain("203.0.113.7");
});

test("a masked trace is parsed like any other trace", () => {
  expect(readTrace(fileOf(false))?.trace.entries).toHaveLength(entries.length);
});

test.each([
  ["no JSON", "hello"],
  ["something else", "[]"],
  ["another version", fileOf(false).replace('"version": 1', '"version": 2')],
  ["an unknown kind", fileOf(false).replace('"kind": "join"', '"kind": "toString"')],
  ["a step without its time", fileOf(false).replace('"atMs"', '"when"')],
  ["a wrong direction", fileOf(false).replace('"direction": "sent"', '"direction": "up"')],
])("%s is not a trace", (_, text) => {
  expect(readTrace(text)).toBeUndefined();
});
