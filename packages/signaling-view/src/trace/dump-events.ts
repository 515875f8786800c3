import { fragmentOf } from "../reading/sdp.ts";
import { type DumpedEvent, jsonOf } from "./dump.ts";
import type { Direction, Happening, Stamp } from "./entry.ts";
import { isRecord } from "./file-problem.ts";

/** An event of a connection, as the diagram shows it. */
export type DumpedHappening = Omit<Stamp, "id" | "peerId"> & { readonly happening: Happening };

interface Description {
  readonly type: "offer" | "answer";
  readonly sdp: string;
}

/** Converts the events of a connection. Events that are no part of the signaling are left out. */
export function happeningsOf(events: readonly DumpedEvent[]): DumpedHappening[] {
  const conversion = new Conversion();
  return events.flatMap(({ type, value, atMs }, index) => {
    const before = conversion.signalingState;
    const happenings = conversion.convert(type, value);
    return [...(index === 0 ? [peer] : []), ...happenings].map((happening) => {
      const isReceived = "direction" in happening && happening.direction === "received";
      const signalingState = isReceived ? before : conversion.signalingState;
      return { atMs, happening, signalingState };
    });
  });
}

const peer: Happening = { kind: "peer" };

type Convert = (value: string) => readonly Happening[];

class Conversion {
  signalingState: RTCSignalingState = "stable";
  #restarts = 0;
  /** The description that is being set at this side. */
  #pending: Description | undefined;
  readonly #fragments: Partial<Record<Direction, string | undefined>> = {};
  readonly #toldErrors = new Set<string>();

  convert(type: string, value: string): readonly Happening[] {
    if (type.endsWith("OnFailure")) return [{ kind: "error", code: type, reason: value }];
    return Object.hasOwn(this.#conversions, type) ? (this.#conversions[type]?.(value) ?? []) : [];
  }

  readonly #conversions: Readonly<Record<string, Convert>> = {
    signalingstatechange: (value) => {
      this.signalingState = String(jsonOf(value)) as RTCSignalingState;
      return [];
    },
    setLocalDescription: (value) => {
      this.#pending = descriptionOf(value);
      return isRollback(value) ? [{ kind: "rolled-back" }] : [];
    },
    // Only a description that the browser itself created is named here.
    setLocalDescriptionOnSuccess: (value) =>
      this.#described("sent", descriptionOf(value) ?? this.#pending),
    setRemoteDescription: (value) => this.#described("received", descriptionOf(value)),
    icecandidate: (value) => candidateOf("sent", value),
    addIceCandidate: (value) => candidateOf("received", value),
    icegatheringstatechange: (value) =>
      jsonOf(value) === "complete" ? [{ kind: "end-of-candidates", direction: "sent" }] : [],
    icecandidateerror: (value) => this.#candidateError(value),
    connectionstatechange: (value) => [
      { kind: "connection", state: String(jsonOf(value)) as RTCPeerConnectionState },
    ],
    close: () => [{ kind: "connection", state: "closed" }],
    restartIce: () => {
      this.#restarts += 1;
      return [{ kind: "ice-restart", attempt: this.#restarts }];
    },
    track: (value) => [{ kind: "track", media: textIn(jsonOf(value), "kind") }],
  };

  #described(direction: Direction, description: Description | undefined): readonly Happening[] {
    if (!description) return [];
    const { type: kind, sdp } = description;
    const fragment = fragmentOf(sdp);
    const before = this.#fragments[direction];
    this.#fragments[direction] = fragment;
    if (kind === "answer") return [{ kind, direction, sdp }];
    return [{ kind, direction, sdp, isRestart: before !== undefined && before !== fragment }];
  }

  /** Browsers ask every server from every network interface. */
  #candidateError(value: string): readonly Happening[] {
    const error = jsonOf(value);
    const url = textIn(error, "url");
    const code = isRecord(error) ? Number(error["error_code"]) : 0;
    if (this.#toldErrors.has(`${code} ${url}`)) return [];
    this.#toldErrors.add(`${code} ${url}`);
    return [{ kind: "candidate-error", url, code, reason: textIn(error, "error_text") }];
  }
}

function descriptionOf(value: string): Description | undefined {
  const json = jsonOf(value);
  if (!isRecord(json)) return undefined;
  const { type, sdp } = json;
  if ((type !== "offer" && type !== "answer") || typeof sdp !== "string") return undefined;
  return { type, sdp };
}

function isRollback(value: string): boolean {
  return textIn(jsonOf(value), "type") === "rollback";
}

function candidateOf(direction: Direction, value: string): readonly Happening[] {
  const json = jsonOf(value);
  const candidate = textIn(json, "candidate");
  if (candidate === "") return [{ kind: "end-of-candidates", direction }];
  return [
    { kind: "candidate", direction, candidate: { candidate, sdpMid: textIn(json, "sdpMid") } },
  ];
}

function textIn(value: unknown, name: string): string {
  const text = isRecord(value) ? value[name] : undefined;
  return typeof text === "string" ? text : "";
}
