import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Peer } from "simple-webrtc-signaling-client";
import { type Sample, sampleOf, type Totals, totalsOf } from "../reading/sample.ts";
import { type CandidatePair, codecsOf, pairsOf, type Stats } from "../reading/stats.ts";
import type { Inspection, Transceiver } from "./inspection.ts";

export type MeasuredPeer = Pick<Peer, "connection" | "diagnose" | "state">;

const intervalMs = 1_000;

/** Two minutes. */
const mostSamples = 120;

/** The measurements of a connection. They are kept while the view shows something else. */
interface Record {
  readonly samples: Sample[];
  totals: Totals | undefined;
}

const records = new WeakMap<MeasuredPeer, Record>();

/** Measures the connection to a peer each second, while its host is in the document. */
export class Measuring implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #peer: MeasuredPeer | undefined;
  #inspection: Inspection | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  isPaused = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** The last measurement; `undefined` before the first one. */
  get inspection(): Inspection | undefined {
    return this.#inspection;
  }

  show(peer: MeasuredPeer | undefined): void {
    if (peer === this.#peer) return;
    this.#peer = peer;
    this.#inspection = undefined;
    void this.#measure();
  }

  hostConnected(): void {
    this.#timer = setInterval(() => void this.#measure(), intervalMs);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }

  async #measure(): Promise<void> {
    const peer = this.#peer;
    if (!peer || this.isPaused) return;
    // A connection that was closed meanwhile keeps its last measurement.
    const inspection = await inspect(peer).catch(() => undefined);
    if (!inspection || peer !== this.#peer || this.isPaused) return;
    this.#inspection = inspection;
    this.#host.requestUpdate();
  }
}

/** Measures a connection once. */
export async function inspect(peer: MeasuredPeer): Promise<Inspection> {
  const { connection, state } = peer;
  const stats: Stats = await connection.getStats();
  const pairs = pairsOf(stats);
  return {
    state,
    pairs,
    transceivers: transceiversOf(connection, stats),
    samples: record(peer, pairs),
    problems: state === "closed" ? [] : await peer.diagnose(),
  };
}

function transceiversOf(connection: RTCPeerConnection, stats: Stats): Transceiver[] {
  const codecs = codecsOf(stats);
  return connection.getTransceivers().map((transceiver) => {
    const { mid, direction, currentDirection, receiver } = transceiver;
    const { kind } = receiver.track;
    return { mid, kind, direction, currentDirection, codecs: codecs.get(String(mid)) };
  });
}

function record(peer: MeasuredPeer, pairs: readonly CandidatePair[]): readonly Sample[] {
  const { samples, totals: before } = records.get(peer) ?? { samples: [], totals: undefined };
  const totals = totalsOf(pairs, Date.now());
  const kept = [...samples, sampleOf(totals, before)].slice(-mostSamples);
  records.set(peer, { samples: kept, totals });
  return kept;
}
