import { within } from "../kit/within.ts";
import type { Endpoint } from "./endpoint.ts";
import { Helper } from "./helper.ts";
import type { CanaryOrder, CanaryReport } from "./helpers/canary.ts";
import { secretMarkers } from "./secret-markers.ts";

/** Two healthy peers that exchange 100 numbered messages per second, in a process that serves one canary after the other. */
export class Canary {
  static #shared: Helper | undefined;
  readonly #helper: Helper;
  readonly #endpoint: Endpoint;

  private constructor(helper: Helper, endpoint: Endpoint) {
    this.#helper = helper;
    this.#endpoint = endpoint;
  }

  static async start(endpoint: Endpoint): Promise<Canary> {
    if (!Canary.#shared?.isRunning) Canary.#shared = Helper.start("canary");
    const helper = Canary.#shared;
    const { sdp, candidate } = secretMarkers;
    const order: CanaryOrder = { endpoint, secrets: { sdp, candidate } };
    await within(20, "the canary, ready", helper.ask("start", order));
    return new Canary(helper, endpoint);
  }

  /** Ends the process of all canaries. */
  static end(): void {
    Canary.#shared?.stop();
    Canary.#shared = undefined;
  }

  /** Starts to count anew. */
  watch(): Promise<void> {
    return this.#helper.ask("watch");
  }

  /** Returns the counts since the start of watching, and stops sending until the next start. */
  report(): Promise<CanaryReport> {
    return this.#helper.ask("report");
  }

  /** Returns the milliseconds that another healthy peer needs to connect; rejects if it cannot. */
  newcomer(): Promise<number> {
    return this.#helper.ask("newcomer", this.#endpoint);
  }

  /** Disconnects both peers. */
  async stop(): Promise<void> {
    if (this.#helper.isRunning) await this.#helper.ask("stop");
  }
}
