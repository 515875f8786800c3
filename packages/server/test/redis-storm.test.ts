import { describe, expect, test } from "vitest";
import { useRedis } from "../../../testing/kit/redis-server.ts";
import { RedisWorld } from "./storm/redis-world.ts";
import { Storm } from "./storm/storm.ts";

useRedis();

/** At the end a storm may wait for the grace period of a session that left on a server that died then, in milliseconds. */
const graceMs = 5_000;

/** `npm run storm` runs longer storms. */
const seeds = [1, 2, 3, 4, 5];

describe("servers, clients and Redis in a storm of faults", () => {
  test.each(seeds)(
    "[U4] [U5] [U6] no session is lost, no message arrives twice or out of order, and all rosters are true again, seed %i",
    { timeout: 120_000 },
    async (seed) => {
      const storm = new Storm(await RedisWorld.start(graceMs), seed);
      await storm.run(120);
      expect([...storm.problems, ...storm.losses], storm.story).toEqual([]);
    },
  );
});
