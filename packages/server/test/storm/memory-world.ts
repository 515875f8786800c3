import { vi } from "vitest";
import { SessionSecrets } from "../../src/auth/session-secrets.ts";
import { memoryCluster } from "../../src/cluster/memory-cluster.ts";
import { type Lag, laggingNetwork } from "../../src/cluster/testing/lagging-network.ts";
import { createHub } from "../../src/hub/hub.ts";
import type { FaultContext, StormNode, StormNodeOptions, StormWorld } from "./world.ts";

const leaseMs = 600;

/** The network of one node: the fate of the next message, and the delay to the node in milliseconds. */
interface Weather {
  carry: () => Lag;
  deliver: () => number;
}

const fair: Weather = { carry: () => ({ delayMs: 0 }), deliver: () => 0 };

/** Servers in one process whose network delays and loses messages. The time is that of fake timers. */
export class MemoryWorld implements StormWorld {
  readonly graceMs = 20_000;
  readonly #weathers: Weather[] = [];
  readonly #weatherOf = new Map<StormNode, Weather>();
  readonly #cluster = memoryCluster({
    leaseMs,
    network: () => {
      const weather = { ...fair };
      this.#weathers.push(weather);
      return laggingNetwork({ carry: () => weather.carry(), deliver: () => weather.deliver() });
    },
  });

  async start({ report, onNode }: StormNodeOptions): Promise<StormNode> {
    const { graceMs } = this;
    const node = this.#cluster.join({ card: {}, graceMs, report });
    onNode(node);
    const hub = createHub({
      node,
      report,
      secrets: new SessionSecrets({ key: this.#cluster.key }),
      longestDelayMs: 14_000,
      limits: { maxPeersPerRoom: 0, maxRoomsPerIdentity: 0 },
      isKeyLasting: false,
      graceMs,
    });
    const started: StormNode = { hub, node, facts: [], isAlive: true };
    const weather = this.#weathers.at(-1);
    if (weather) this.#weatherOf.set(started, weather);
    return started;
  }

  async fault(node: StormNode, { random, pick }: FaultContext): Promise<string> {
    const weather = this.#weatherOf.get(node) ?? fair;
    const kind = pick(["slow", "lossy", "cut"] as const);
    if (kind === "slow") {
      weather.carry = () => ({ delayMs: random() * 300 });
      weather.deliver = () => random() * 300;
    } else if (kind === "lossy") {
      weather.carry = () => ({ delayMs: random() * 20, fails: pick(fates) });
      weather.deliver = () => random() * 20;
    } else {
      // The responses arrive when the network is whole again, or too late.
      const untilMs = Date.now() + random() * 3_000;
      weather.carry = () => ({ delayMs: 0, fails: "before" });
      weather.deliver = () => Math.max(0, untilMs - Date.now());
    }
    setTimeout(() => Object.assign(weather, fair), random() * 1_500);
    return kind;
  }

  /** The store never loses anything. */
  async isStored(): Promise<boolean> {
    return true;
  }

  /** Lets the time pass, and all timers of it run. */
  async wait(milliseconds: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(milliseconds);
  }

  async until<Value>(work: Promise<Value>): Promise<Value> {
    let isDone = false;
    const end = () => {
      isDone = true;
    };
    work.then(end, end);
    await Promise.resolve();
    while (!isDone) await this.wait(10);
    return work;
  }

  heal(): void {
    for (const weather of this.#weathers) Object.assign(weather, fair);
  }

  async stop(): Promise<void> {
    const live = [...this.#weatherOf.keys()].filter(({ isAlive }) => isAlive);
    await this.until(Promise.all(live.map(({ hub }) => hub.close())));
  }
}

const fates = [undefined, undefined, "before", "after"] as const;
