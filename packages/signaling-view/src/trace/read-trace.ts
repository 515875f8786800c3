import type { Kind } from "./entry.ts";
import { FileProblem, isRecord } from "./file-problem.ts";
import type { Inspection } from "./inspection.ts";
import type { SavedTrace } from "./saved-trace.ts";
import { Trace } from "./trace.ts";
import { type TraceFile, traceVersion } from "./trace-file.ts";

/** Reads the JSON of a file that `traceFile` wrote; throws a `FileProblem` for any other. */
export function readTrace(value: Readonly<Record<string, unknown>>): SavedTrace {
  const file = checked(value);
  const startedAtMs = Date.parse(file.startedAt);
  const trace = new Trace({ most: file.steps.length, letGo: file.earlierStepsLetGo, startedAtMs });
  for (const { id: _, atMs, peerId, signalingState, ...happening } of file.steps) {
    trace.record(happening, {
      atMs: startedAtMs + atMs,
      ...(peerId === undefined ? {} : { peerId }),
      ...(signalingState === undefined ? {} : { signalingState }),
    });
  }
  const inspections = new Map(Object.entries(file.connections ?? {}));
  return { trace, selfId: file.self, inspections };
}

/** Says which part of a file cannot be read. */
function checked(value: Readonly<Record<string, unknown>>): TraceFile {
  const { version, steps, connections = {} } = value;
  if (!Number.isInteger(version) || Number(version) < 1 || Number(version) > traceVersion) {
    throw new FileProblem(
      `is a trace of version ${JSON.stringify(version)}, and this page reads versions up to ${traceVersion}. Open it with a newer page.`,
    );
  }
  const part = Object.keys(head).find((name) => !head[name]?.(value[name]));
  if (part !== undefined) throw new FileProblem(`is a trace without a valid “${part}”.`);
  const step = (steps as readonly unknown[]).findIndex((one) => !isStep(one));
  if (step >= 0) throw new FileProblem(`is a trace whose step ${step + 1} has an unknown format.`);
  const peerId = Object.entries(connections as object).find(
    ([, one]) => !has(one, inspection),
  )?.[0];
  if (peerId !== undefined) {
    throw new FileProblem(`is a trace whose measurements of “${peerId}” have an unknown format.`);
  }
  return value as unknown as TraceFile;
}

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

const text: Check = (value) => typeof value === "string";
const number: Check = (value) => typeof value === "number" && Number.isFinite(value);
const yesOrNo: Check = (value) => typeof value === "boolean";
const candidate: Check = (value) => isRecord(value) && text(value["candidate"]);
const oneOf = (...words: string[]): Check => {
  const known = new Set<unknown>(words);
  return (value) => known.has(value);
};
const optional = (check: Check): Check => {
  return (value) => value === undefined || check(value);
};

const list = (check: Check): Check => {
  return (value) => Array.isArray(value) && value.every(check);
};
const record = (shape: Shape): Check => {
  return (value) => has(value, shape);
};

const direction = oneOf("sent", "received");
const route = oneOf("host", "srflx", "prflx", "relay");
const channel = oneOf("connecting", "connected", "reconnecting", "closed");
const connection = oneOf("new", "connecting", "connected", "disconnected", "failed", "closed");

const problem = record({ cause: text, reason: text, action: text, details: list(text) });

const shapes: Readonly<Record<Kind, Shape>> = {
  join: {},
  channel: { state: channel },
  peer: { peerId: text },
  leave: { peerId: text },
  offer: { direction, sdp: text, isRestart: yesOrNo },
  answer: { direction, sdp: text },
  candidate: { direction, candidate },
  "end-of-candidates": { direction },
  refusal: { direction, refused: oneOf("offer", "answer") },
  "candidate-error": { url: text, code: number, reason: text },
  "ignored-offer": {},
  "rolled-back": {},
  "dropped-candidate": {},
  "ice-restart": { attempt: number },
  connection: { state: connection },
  route: { route, protocol: optional(text), roundTripMs: optional(number) },
  track: { media: text },
  error: { code: text, reason: text },
  failed: { problems: list(problem) },
};

const stamp: Shape = { atMs: number, peerId: optional(text), signalingState: optional(text) };

const end = optional(
  record({ type: text, protocol: text, address: optional(text), port: optional(number) }),
);
const pair = record({
  id: text,
  state: text,
  isInUse: yesOrNo,
  isNominated: yesOrNo,
  priority: number,
  local: end,
  remote: end,
  bytesSent: number,
  bytesReceived: number,
  roundTripMs: optional(number),
});
const textOrNull: Check = (value) => value === null || text(value);
const transceiver = record({
  mid: textOrNull,
  kind: text,
  direction: text,
  currentDirection: textOrNull,
  codecs: optional(record({ sent: list(text), received: list(text) })),
});
const sample = record({
  atMs: number,
  roundTripMs: optional(number),
  sentBitrate: optional(number),
  receivedBitrate: optional(number),
});
const inspection: Shape = {
  state: connection,
  pairs: list(pair),
  transceivers: list(transceiver),
  samples: list(sample),
  problems: list(problem),
} satisfies Record<keyof Inspection, Check>;

const head: Shape = {
  startedAt: (value) => typeof value === "string" && !Number.isNaN(Date.parse(value)),
  self: text,
  earlierStepsLetGo: number,
  steps: Array.isArray,
  connections: optional(isRecord),
};

function isStep(value: unknown): boolean {
  if (!has(value, stamp)) return false;
  const kind = value["kind"];
  return (
    typeof kind === "string" && Object.hasOwn(shapes, kind) && has(value, shapes[kind as Kind])
  );
}

function has(value: unknown, shape: Shape): value is Record<string, unknown> {
  if (!isRecord(value)) return false;
  return Object.entries(shape).every(([name, check]) => check(value[name]));
}
