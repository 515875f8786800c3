import { describe, expect, test } from "vitest";
import { RedisServer, useRedis } from "../../../testing/kit/redis-server.ts";
import { Storm } from "./storm.ts";

useRedis();

/**
 * With `STORM_LOSSES`, a lost session or a false leave fails the test, too. In 12 storms of 1,000 steps there were 2 and 3.
 * The suite runs one seed. A longer storm: `STORM_SEED=100 STORM_SEEDS=50 STORM_STEPS=1000 npx vitest run redis-storm`.
 */
const setting = (name: string, usual: number) => Number(process.env[name] ?? usual);
const first = setting("STORM_SEED", 1);
const seeds = Array.from({ length: setting("STORM_SEEDS", 1) }, (_, index) => first + index);

describe("servers, clients and Redis in a storm of faults", () => {
  test.each(seeds)(
    "[U4] [U5] [U6] no message arrives twice or out of order, and all rosters are true again, seed %i",
    { timeout: 240_000 },
    async (seed) => {
      const redis = await RedisServer.startForTest();
      const storm = new Storm(redis, seed);
      await storm.run(setting("STORM_STEPS", 400));
      const log = storm.log.slice(-100).join("\n");
      const { problems, losses } = storm;
      const found = process.env["STORM_LOSSES"] ? [...problems, ...losses] : problems;
      expect(found, `${JSON.stringify(storm.counts)}\n${log}`).toEqual([]);
    },
  );
});
