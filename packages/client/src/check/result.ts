import { type ProblemCause, problem } from "../diagnosis/problem.ts";
import { type CheckCause, ownTexts } from "./own-causes.ts";

/** The checks in the order of the report, with their names for people. */
export const checkLabels = {
  microphone: "Microphone",
  camera: "Camera",
  websocket: "Signaling over WebSocket",
  polling: "Signaling over HTTP long polling",
  stun: "STUN",
  "turn-udp": "TURN over UDP",
  "turn-tcp": "TURN over TCP",
  "turn-tls": "TURN over TLS",
  relay: "Connection through TURN",
} as const;

/** The closed list of checks. */
export type CheckName = keyof typeof checkLabels;

interface Result {
  readonly name: CheckName;
  /** Duration of the check, in milliseconds. */
  readonly durationMs: number;
  /** Evidence: servers with their answers, measured values, or the text of the error. */
  readonly details: readonly string[];
}

/** A check that succeeded. */
export interface PassedCheck extends Result {
  readonly status: "passed";
}

interface ExplainedResult extends Result {
  /** For programs. */
  readonly cause: CheckCause;
  /** The event behind the result, as a sentence for people. */
  readonly reason: string;
  /** A way to solve the problem, as a sentence for people. */
  readonly action: string;
}

/** A check that failed. */
export interface FailedCheck extends ExplainedResult {
  readonly status: "failed";
}

/** A check that was impossible on this platform, or with this configuration. */
export interface SkippedCheck extends ExplainedResult {
  readonly status: "skipped";
}

/** The result of one check. */
export type CheckResult = PassedCheck | FailedCheck | SkippedCheck;

/** The result of a check without the fields that `checkNetwork` adds. */
export type Outcome = WithoutRun<PassedCheck> | WithoutRun<FailedCheck> | WithoutRun<SkippedCheck>;

type WithoutRun<Checked extends Result> = Omit<Checked, "name" | "durationMs">;

/** The outcome of a check, and the value that later checks need. */
export interface Checked<Value = undefined> {
  readonly outcome: Outcome;
  readonly value?: Value | undefined;
}

export function passed(details: readonly string[] = []): Outcome {
  return { status: "passed", details };
}

export function failed(cause: CheckCause, details: readonly string[] = []): Outcome {
  return { status: "failed", ...explained(cause), details };
}

export function skipped(cause: CheckCause): Outcome {
  return { status: "skipped", ...explained(cause), details: [] };
}

function explained(cause: CheckCause): Pick<ExplainedResult, "cause" | "reason" | "action"> {
  const { reason, action } = ownTexts(cause) ?? problem(cause as ProblemCause);
  return { cause, reason, action };
}
