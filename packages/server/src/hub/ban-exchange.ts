import type { Topic } from "../cluster/bus.ts";
import { otherNodes } from "../cluster/other-nodes.ts";
import { changeHere } from "./ban.ts";
import type { BanRecord } from "./ban-list.ts";
import type { HubState } from "./state.ts";

/** Interval at which a node looks whether it must exchange its bans again, in milliseconds. */
const checkMs = 1_000;

const bansTopic: Topic<readonly BanRecord[], readonly BanRecord[]> = { name: "bans" };

/**
 * Exchanges the bans of this node with those of all others: when its first client authenticates, and when it has contact again.
 * Nodes that do not answer are asked again.
 */
export class BanExchange {
  readonly #hub: HubState;
  /** `undefined` before the first client. */
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #running: Promise<void> | undefined;
  /** All others have answered. */
  #isComplete = false;
  /** The others were asked, so clients need not wait for those that do not answer. */
  #hasAsked = false;

  constructor(hub: HubState) {
    this.#hub = hub;
    hub.node.bus.serve(bansTopic, async ({ question }) => {
      await merge(hub, question);
      return hub.bans.records(hub.node.nowMs());
    });
  }

  /** Resolves when the node knows the bans of the others that answer, or has no contact to them. */
  async known(): Promise<void> {
    if (this.#hasAsked || this.#isStopped) return;
    this.#timer ??= setInterval(() => this.#check(), checkMs).unref();
    await this.#exchange();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#isStopped = true;
  }

  #check(): void {
    if (this.#hub.node.bus.isApart) {
      this.#isComplete = false;
      this.#hasAsked = false;
    } else if (!this.#isComplete) void this.#exchange();
  }

  #exchange(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run(): Promise<void> {
    const { node } = this.#hub;
    try {
      await node.opened;
      const others = await otherNodes(node);
      const own = this.#hub.bans.records(node.nowMs());
      const asked = others.map((other) => node.bus.ask(other, bansTopic, own));
      const answers = await Promise.allSettled(asked);
      for (const answer of answers) {
        if (answer.status === "fulfilled") await merge(this.#hub, answer.value);
      }
      this.#hasAsked = true;
      this.#isComplete = answers.every(({ status }) => status === "fulfilled");
    } catch {
      // Without contact to the others nobody can join, and the next check tries again.
    } finally {
      this.#running = undefined;
    }
  }
}

async function merge(hub: HubState, records: readonly BanRecord[]): Promise<void> {
  for (const record of records) await changeHere(hub, record);
}
