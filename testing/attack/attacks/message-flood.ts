import { offerSdp } from "../../kit/offer-sdp.ts";
import { atLeast, atMost, type Figure, note } from "../../kit/verdict.ts";
import { within } from "../../kit/within.ts";
import type { Attack, Field } from "../attack.ts";
import { Helper } from "../helper.ts";
import type { Flood, FloodReport } from "../helpers/flooder.ts";
import { secretMarkers } from "../secret-markers.ts";

const messagesPerSecond = 10_000;
const durations = { short: 2, long: 6 };

/** Time limit of a short flood until it is cut. */
const patienceSeconds = 40;
const mostP99Ms = 50;

export const messageFlood: Attack = {
  name: "message-flood",
  sentence: `one peer broadcasts an offer ${messagesPerSecond.toLocaleString("en")} times per second for ${durations.long} s, and reconnects when it is disconnected`,
  async run({ endpoint, canary, options }: Field): Promise<Figure[]> {
    const seconds = options.short ? durations.short : durations.long;
    const helper = Helper.start("flooder");
    const flood: Flood = {
      endpoint,
      address: "127.0.0.2",
      seconds,
      mostSeconds: options.short ? patienceSeconds : seconds,
      messagesPerSecond,
      content: JSON.stringify({ type: "offer", sdp: offerSdp, candidate: secretMarkers.candidate }),
      others: ["ada", "bob"],
    };
    try {
      await canary.watch();
      const flooded = await within(60, "the flood", helper.ask<FloodReport>("flood", flood));
      const { p50, p99 } = await canary.report();
      return [
        note("sent", flooded.sent),
        note("first cut after", flooded.firstCutMs ?? "never", " ms"),
        atLeast("times cut", flooded.cuts, 1),
        note("canary p50", p50, " ms"),
        atMost("canary p99", p99, mostP99Ms * options.patience, " ms"),
      ];
    } finally {
      helper.stop();
    }
  },
};
