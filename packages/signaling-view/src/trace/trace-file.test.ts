import { expect, test } from "vitest";
import { AddressMask } from "../reading/address-mask.ts";
import type { Happening } from "./entry.ts";
import type { Inspection } from "./inspection.ts";
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
  {
    kind: "failed",
    problems: [
      { cause: "needs-turn", reason: "None worked.", action: "Provide one.", details: [] },
    ],
  },
];
const entries = entriesOf([...plainExchange, ...everyOther], {
  peerId: "bob",
  signalingState: "stable",
});

const inspection: Inspection = {
  state: "connected",
  pairs: [
    {
      id: "CPa",
      state: "succeeded",
      isInUse: true,
      isNominated: true,
      priority: 9.1e18,
      local: { type: "host", protocol: "udp", address: "192.168.1.20", port: 50000 },
      remote: undefined,
      bytesSent: 1,
      bytesReceived: 2,
      roundTripMs: undefined,
    },
  ],
  transceivers: [
    {
      mid: null,
      kind: "audio",
      direction: "sendrecv",
      currentDirection: null,
      codecs: { sent: ["opus"], received: [] },
    },
  ],
  samples: [{ atMs: 5, roundTripMs: 7, sentBitrate: undefined, receivedBitrate: undefined }],
  problems: [],
};
const inspections = new Map([["bob", inspection]]);

function fileOf(withAddresses: boolean): string {
  const mask = new AddressMask();
  const about = { startedAtMs: 1_000, selfId: "ada", letGo: 4, inspections };
  return traceFile({ entries, ...about, mask, withAddresses });
}

test("a saved trace is parsed again, without secrets", () => {
  const saved = readTrace(JSON.parse(fileOf(true)));
  const withoutSecrets = entries.map((entry) =>
    "sdp" in entry
      ? { ...entry, sdp: entry.sdp.replace("aSecretThatNobodyShouldSee", "(removed)") }
      : entry,
  );
  expect(saved.trace.entries).toEqual(withoutSecrets);
  expect(saved.selfId).toBe("ada");
  expect(saved.trace).toMatchObject({ letGo: 4, startedAtMs: 1_000 });
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
  expect(readTrace(JSON.parse(fileOf(false))).trace.entries).toHaveLength(entries.length);
});

test("the measurements of connections are saved, without addresses", () => {
  const saved = readTrace(JSON.parse(fileOf(false)));
  const { pairs, ...others } = inspection;
  expect(saved.inspections.get("bob")).toEqual({
    ...JSON.parse(JSON.stringify(others)),
    pairs: pairs.map(({ local, ...pair }) => ({ ...pair, local: { ...local, address: "ip-2" } })),
  });
});

test("a trace of version 1 has no measurements", () => {
  const { connections: _, ...file } = JSON.parse(fileOf(false));
  expect(readTrace({ ...file, version: 1 }).inspections.size).toBe(0);
});

test.each([
  ["is a trace of version 3, and this page reads versions up to 2", '"version": 2', '"version": 3'],
  ["is a trace without a valid “startedAt”", '"startedAt"', '"started"'],
  ["is a trace whose step 19 has an unknown format", '"kind": "leave"', '"kind": "toString"'],
  ["is a trace whose step 1 has an unknown format", '"atMs"', '"when"'],
  ["is a trace whose step 2 has an unknown format", '"direction": "received"', '"direction": "up"'],
  ["is a trace whose step 21 has an unknown format", '"cause"', '"because"'],
  ["is a trace whose measurements of “bob” have an unknown format", '"isInUse"', '"used"'],
])("another file %s", (message, text, other) => {
  expect(() => readTrace(JSON.parse(fileOf(false).replace(text, other)))).toThrow(message);
});
