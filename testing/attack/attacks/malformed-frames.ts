import { randomOf } from "../../../packages/server/test/hostile-frames.ts";
import { atMost, type Figure, note } from "../../kit/verdict.ts";
import type { Attack, Field } from "../attack.ts";
import { type Address, dialectOf, join, open } from "../endpoint.ts";
import { malformedFrames } from "../frames.ts";

const lanes = 8;

/** Maximum number of frames per connection. */
const mostFrames = 12;

/** Rate of all lanes together. A higher rate would only measure how many connections the server can open. */
const connectionsPerSecond = 100;

/** In megabytes. In the seconds of a short attack, garbage of a busy machine is not collected yet. */
const mostLateGrowth = { short: 64, long: 16 };

export const malformedFramesAttack: Attack = {
  name: "malformed-frames",
  sentence: `${lanes} clients at a time send frames of a seeded grammar before, during and after authentication`,
  // An address that sends wrong tokens is refused after ten, which would hide the effect of later frames.
  setting: { environment: { MAX_FAILED_AUTHENTICATIONS: "0" } },
  async run(field: Field): Promise<Figure[]> {
    const { seconds, seed, short } = field.options;
    const counts = { connections: 0, frames: 0 };
    const fuzz = new Fuzz(field, seed, counts);
    await Promise.all(Array.from({ length: lanes }, (_, lane) => fuzz.run(lane)));
    const growth = field.memory?.lateGrowth;
    return [
      note("for", seconds, " s"),
      note("connections", counts.connections),
      note("frames", counts.frames),
      ...(growth === undefined
        ? []
        : [
            atMost(
              "memory growth from the middle to the last third",
              growth,
              short ? mostLateGrowth.short : mostLateGrowth.long,
              " MB",
            ),
          ]),
    ];
  },
};

interface Counts {
  connections: number;
  frames: number;
}

class Fuzz {
  readonly #field: Field;
  readonly #random: () => number;
  readonly #nextFrame: () => string | Buffer;
  readonly #endMs: number;
  readonly #counts: Counts;
  readonly #leastTurns: number;
  #turns = 0;

  constructor(field: Field, seed: number, counts: Counts) {
    const { seconds } = field.options;
    this.#field = field;
    this.#random = randomOf(seed);
    this.#nextFrame = malformedFrames(field.endpoint, seed);
    this.#endMs = performance.now() + seconds * 1_000;
    this.#leastTurns = (seconds * connectionsPerSecond) / 2;
    this.#counts = counts;
  }

  async run(lane: number): Promise<void> {
    for (let stage = lane; !this.#isOver(); stage += 1) {
      this.#turns += 1;
      const paced = new Promise((resolve) =>
        setTimeout(resolve, (lanes / connectionsPerSecond) * 1_000),
      );
      // The server may treat the attacker in any way, as long as no other peer is affected.
      await this.#connection(stage % 3, `stranger-${lane}-${stage}`).catch(() => {});
      await paced;
    }
  }

  /** A slow machine takes longer, so that the memory of the server is as settled as on a fast one. */
  #isOver(): boolean {
    return performance.now() >= this.#endMs && this.#turns >= this.#leastTurns;
  }

  async #connection(stage: number, peerId: string): Promise<void> {
    const { endpoint } = this.#field;
    const address: Address = `127.0.4.${1 + Math.floor(this.#random() * 250)}`;
    const socket =
      stage === 2 ? await join(endpoint, address, peerId) : await open(endpoint, address, peerId);
    socket.listen(() => {});
    this.#counts.connections += 1;
    if (stage === 1 && endpoint.dialect === "socket.io") {
      socket.send(`40${JSON.stringify({ token: endpoint.token })}`);
    }
    for (
      let left = 1 + Math.floor(this.#random() * mostFrames);
      left > 0 && socket.isOpen;
      left -= 1
    ) {
      socket.send(this.#nextFrame());
      this.#counts.frames += 1;
      await new Promise(setImmediate);
    }
    const text = dialectOf(endpoint).toOne("ada", '"still here"');
    if (socket.isOpen) socket.send(text);
    await new Promise(setImmediate);
    socket.end();
  }
}
