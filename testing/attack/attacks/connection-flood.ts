import { atMost, type Figure, note } from "../../kit/verdict.ts";
import type { Attack, Field } from "../attack.ts";
import { join, open } from "../endpoint.ts";
import { slowestNewcomer } from "../waiting.ts";

const durations = { short: 2, long: 5 };
const lanes = 20;
const mostConnections = 6_000;
const mostNewcomerMs = 500;

export const connectionFlood: Attack = {
  name: "connection-flood",
  sentence: `one address connects, joins and leaves as often as it can for ${durations.long} s, ${lanes} at a time`,
  async run(field: Field): Promise<Figure[]> {
    const seconds = field.options.short ? durations.short : durations.long;
    const endMs = performance.now() + seconds * 1_000;
    const counts = { joined: 0, turnedAway: 0 };
    const lane = async (number: number) => {
      for (let turn = 0; performance.now() < endMs; turn += 1) {
        if (counts.joined + counts.turnedAway >= mostConnections) return;
        try {
          const peerId = `flood-${number}-${turn}`;
          const socket =
            turn % 2 === 0
              ? await join(field.endpoint, "127.0.0.2", peerId)
              : await open(field.endpoint, "127.0.0.2", peerId);
          counts.joined += 1;
          socket.end();
        } catch {
          counts.turnedAway += 1;
        }
      }
    };
    const flood = Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
    const newcomerMs = await slowestNewcomer(field, flood);
    return [
      note("connections accepted", counts.joined),
      note("connections refused", counts.turnedAway),
      atMost(
        "longest connect time of a healthy peer",
        newcomerMs,
        mostNewcomerMs * field.options.patience,
        " ms",
      ),
    ];
  },
};
