import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { AddressMask } from "../reading/address-mask.ts";
import { dumpStartMs, dumpText } from "./dump-samples.ts";
import { readFile } from "./read-file.ts";
import { entriesOf, plainExchange } from "./samples.ts";
import { traceFile } from "./trace-file.ts";

const read = (text: string) => readFile(new Blob([text]));
const compressed = (text: string) => new Uint8Array(gzipSync(text));

test("a saved trace is read", async () => {
  const about = { startedAtMs: 1_000, selfId: "ada", letGo: 0, mask: new AddressMask() };
  const saved = await read(traceFile({ entries: entriesOf(plainExchange), ...about }));
  expect(saved).toMatchObject({ selfId: "ada" });
  expect(saved.trace.entries).toHaveLength(plainExchange.length);
});

test("a compressed dump is read, in the order of its events", async () => {
  const { trace, selfId } = await readFile(new Blob([compressed(dumpText())]));
  expect(selfId).toBeUndefined();
  expect(trace.startedAtMs).toBe(dumpStartMs + 0.25);
  const kindsOf = (id: string) =>
    trace.entries.filter(({ peerId }) => peerId === id).map(({ kind }) => kind);
  expect(kindsOf("peer 8-1")).toEqual([
    "peer",
    "offer",
    "candidate",
    "answer",
    "candidate-error",
    "end-of-candidates",
    "candidate",
    "connection",
    "connection",
    "failed",
  ]);
  expect(kindsOf("peer 8-2")).toEqual([
    "peer",
    "offer",
    "error",
    "answer",
    "track",
    "connection",
    "ice-restart",
    "offer",
  ]);
});

test("the client's diagnosis explains a connection of a dump that failed", async () => {
  const { trace, inspections } = await read(dumpText());
  const inspection = inspections.get("peer 8-1");
  expect(inspection).toMatchObject({ state: "failed", pairs: [], samples: [] });
  expect(inspection?.problems).toMatchObject([
    { cause: "no-stun-answer", details: ["stun:stun.invalid:3478: no answer"] },
  ]);
  expect(trace.entries.at(-1)).toMatchObject({ kind: "failed", problems: inspection?.problems });
});

test("a connection of a dump has its pairs, transceivers and samples", async () => {
  const { inspections, trace } = await read(dumpText());
  expect(inspections.get("peer 8-2")).toEqual({
    state: "connected",
    problems: [],
    // The pair that disappeared is left out.
    pairs: [
      expect.objectContaining({ id: "CPa", isInUse: true, bytesSent: 3_000, roundTripMs: 4 }),
    ],
    transceivers: [
      {
        mid: "0",
        kind: "video",
        direction: "sendrecv",
        currentDirection: "sendonly",
        codecs: { sent: ["H264"], received: [] },
      },
    ],
    samples: [
      expect.objectContaining({ roundTripMs: undefined, sentBitrate: undefined }),
      expect.objectContaining({ roundTripMs: 2, sentBitrate: 8_000, receivedBitrate: 0 }),
      expect.objectContaining({ roundTripMs: 4, sentBitrate: 16_000, receivedBitrate: 0 }),
    ],
  });
  const offers = trace.entries.filter(
    ({ kind, peerId }) => kind === "offer" && peerId === "peer 8-2",
  );
  expect(offers).toMatchObject([{ isRestart: false }, { isRestart: true }]);
});

const neither = /^is neither a saved trace nor a dump of chrome:\/\/webrtc-internals\./;

test.each([
  ["no JSON", "hello", neither],
  ["another JSON", "[]", neither],
  [
    "a dump in the other format",
    'RTCStatsDump\n{"fileFormat":3}',
    /^is a dump in the format rtcstats\./,
  ],
  ["a dump without connections", dumpText({}), /^contains no connections\./],
  [
    "an unknown format of a connection",
    dumpText({ "1-1": { updateLog: {} } }),
    /^is a dump, but its connection 1-1 has an unknown format\./,
  ],
  [
    "a trace of a later version",
    '{"format":"signaling-trace","version":9}',
    /^is a trace of version 9,/,
  ],
])("%s is reported", async (_, text, message) => {
  await expect(read(text)).rejects.toThrow(message);
});

test("a damaged compressed file is reported", async () => {
  const damaged = compressed(dumpText()).subarray(0, 200);
  await expect(readFile(new Blob([damaged]))).rejects.toThrow(/^cannot be read: it is damaged/);
});
