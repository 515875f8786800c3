import { within } from "../kit/within.ts";
import type { Endpoint } from "./endpoint.ts";
import { Helper } from "./helper.ts";
import type { CanaryOrder, CanaryReport } from "./helpers/canary.ts";
import { secretMarkers } from "./secret-markers.ts";

/** Two healthy peers that tell each other numbered messages, a hundred a second, in a process of their own. */
export class Canary {
  readonly #helper: Helper;
  readonly #endpoint: Endpoint;

  private constructor(helper: Helper, endpoint: Endpoint) {
    this.#helper = helper;
    this.#endpoint = endpoint;
  }

  static async start(endpoint: Endpoint): Promise<Canary> {
    const helper = Helper.start("canary");
    const { sdp, candidate } = secretMarkers;
    const order: CanaryOrder = { endpoint, secrets: { sdp, candidate } };
    await within(20, "the canary, ready", helper.ask("start", order));
    return new Canary(helper, endpoint);
  }

  /** From now on it counts anew. */
  watch(): Promise<void> {
    return this.#helper.ask("watch");
  }

  /** What there was since it was told to watch; it stops asking until it is told again. */
  report(): Promise<CanaryReport> {
    return this.#helper.ask("report");
  }

  /** Milliseconds another healthy peer needs to come in now; rejects if it cannot. */
  newcomer(): Promise<number> {
    return this.#helper.ask("newcomer", this.#endpoint);
  }

  stop(): void {
    this.#helper.stop();
  }
}
