import type { Kind } from "./entry.ts";
import { Trace } from "./trace.ts";
import { type TraceFile, traceFormat, traceVersion } from "./trace-file.ts";

/** A trace that was saved, and whose view it was. */
export interface SavedTrace {
  readonly trace: Trace;
  readonly selfId: string;
}

/** Reads a file that `traceFile` wrote; `undefined` for anything else. */
export function readTrace(text: string): SavedTrace | undefined {
  const file = parsed(text);
  if (!isTraceFile(file)) return undefined;
  const startedAtMs = Date.parse(file.startedAt);
  const trace = new Trace({ most: file.steps.length, letGo: file.earlierStepsLetGo, startedAtMs });
  for (const { id: _, atMs, peerId, signalingState, ...happening } of file.steps) {
    trace.record(happening, {
      atMs: startedAtMs + atMs,
      ...(peerId === undefined ? {} : { peerId }),
      ...(signalingState === undefined ? {} : { signalingState }),
    });
  }
  return { trace, selfId: file.self };
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

const direction = oneOf("sent", "received");
const route = oneOf("host", "srflx", "prflx", "relay");
const channel = oneOf("connecting", "connected", "reconnecting", "closed");
const connection = oneOf("new", "connecting", "connected", "disconnected", "failed", "closed");

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
};

const stamp: Shape = { atMs: number, peerId: optional(text), signalingState: optional(text) };

const head: Shape = {
  format: oneOf(traceFormat),
  version: (value) => value === traceVersion,
  startedAt: (value) => typeof value === "string" && !Number.isNaN(Date.parse(value)),
  self: text,
  earlierStepsLetGo: number,
  steps: (value) => Array.isArray(value) && value.every(isStep),
};

function isTraceFile(value: unknown): value is TraceFile {
  return has(value, head);
}

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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
