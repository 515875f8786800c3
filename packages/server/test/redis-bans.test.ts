import { expect, test } from "vitest";
import { useRedis } from "../../../testing/kit/redis-server.ts";
import { sharedRedis } from "../../../testing/kit/shared-redis.ts";
import { Administrator, adminToken } from "./administrator.ts";
import { startLink } from "./frozen-link.ts";
import { startNodes, statusOf, untilReady } from "./redis-nodes.ts";
import { StockClient } from "./stock-client.ts";

useRedis();

test("[N14] a server learns of a ban when it has contact again, and disconnects the identity", async () => {
  const { url } = await sharedRedis();
  const link = await startLink(url);
  const redisOfSecond = url.replace(/:\d+$/, `:${new URL(link.url).port}`);
  const [first, second] = await startNodes([url, redisOfSecond], {
    adminToken,
    authenticate: () => ({ subject: "eve", permissions: [] }),
    redis: { prefix: "bans:" },
  });
  if (!first || !second) throw new Error("there are no servers");
  const eve = await new StockClient(second.url).connected();
  link.cut();
  await expect.poll(() => statusOf(second, "readyz")).toMatchObject([503, {}]);
  const ban = { kind: "identity", value: "eve", seconds: 60 };
  const administrator = new Administrator(first.url);
  // The other servers may or may not have given up the second one.
  const { status } = await administrator.ask("POST", "/admin/bans", ban);
  expect([200, 503]).toContain(status);
  link.restore();
  expect(await eve.received()).toMatchObject(["signalingError", { code: "kicked" }]);
  await untilReady(second);
});
