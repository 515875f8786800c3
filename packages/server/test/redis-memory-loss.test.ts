import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { FaultProxy } from "../../../testing/kit/fault-proxy.ts";
import { startRedisForTest, useRedis } from "../../../testing/kit/redis-server.ts";
import { codeOf, TestClient } from "../src/hub/testing/test-hubs.ts";
import { type RedisHub, type RedisHubOptions, redisHub } from "./redis-hubs.ts";
import { redisClient } from "./redis-nodes.ts";

useRedis();

const session = true as const;

/** The servers do nothing by themselves: they learn of a loss of data by a command or a new connection. */
const times = { beatMs: 60_000, leaseMs: 600, compareMs: 60_000 };

/** Hubs on one Redis; the first has its own way to it. */
async function hubs(count: number, over: Partial<Pick<RedisHubOptions, "report" | "times">> = {}) {
  const redis = await startRedisForTest();
  const proxy = await FaultProxy.start({ host: "127.0.0.1", port: redis.port });
  const prefix = `${randomUUID()}:`;
  const all = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      redisHub({
        url: index === 0 ? `redis://127.0.0.1:${proxy.port}` : redis.url,
        prefix,
        times,
        graceMs: 30_000,
        ...over,
      }),
    ),
  );
  onTestFinished(async () => {
    for (const { node } of all) node.kill();
    await proxy.close();
  });
  const client = redisClient(redis.url);
  const [one, two = one, three = one] = all;
  if (!one || !two || !three) throw new Error("a hub is needed");
  const isRestated = async ({ node }: Pick<RedisHub, "node">) =>
    (await client.sismember(`${prefix}1:restated`, node.id)) === 1;
  return {
    proxy,
    one,
    two,
    three,
    loseData: () => client.flushall(),
    isRestated,
    /** Makes a server learn of the loss, and waits until it has put back its peers. */
    restate: async ({ hub, node }: RedisHub) => {
      await hub.isPresent("anybody").catch(() => {});
      await expect.poll(() => isRestated({ node })).toBe(true);
    },
  };
}

const resumes = (hub: RedisHub, client: TestClient) => () =>
  codeOf(() => new TestClient(hub).resume(client));

test("[U6] a session that returns before its server has put it back is not lost", async () => {
  let attempt: Promise<string> | undefined;
  const { one, loseData } = await hubs(1, {
    report: ({ type }) => {
      // The server knows that the data is lost, and has put nothing back.
      if (type === "cluster.emptied") attempt ??= resumes(one, ada)();
    },
  });
  const [ada, bob] = [new TestClient(one), new TestClient(one)];
  await ada.join("ada", { session });
  await bob.join("bob");
  await loseData();
  expect(await resumes(one, ada)()).toBe("unavailable");
  await expect.poll(() => attempt).toBe("unavailable");
  await expect.poll(resumes(one, ada)).toBe("ok");
  expect(bob.changes).toEqual([]);
});

test("[U6] [E13] a server restores a session with a secret that it has issued itself", async () => {
  const { one, two, loseData } = await hubs(2);
  const ada = new TestClient(one);
  await ada.join("ada", { session });
  // The reply with the next secret is lost.
  await new TestClient(two).resume(ada);
  two.node.kill();
  await loseData();
  await expect.poll(resumes(one, ada)).toBe("ok");
});

test("[U6] [E16] a session is restored over the earlier record that a server without contact puts back", async () => {
  const { proxy, one, two, loseData } = await hubs(2);
  const [ada, again] = [new TestClient(one), new TestClient(two)];
  await ada.join("ada", { session });
  proxy.blackhole("both");
  await again.resume(ada);
  two.node.kill();
  await loseData();
  proxy.reset();
  proxy.heal();
  await expect.poll(() => one.facts.map(({ type }) => type)).toContain("cluster.emptied");
  await expect.poll(resumes(one, again)).toBe("ok");
  expect(ada.ended).toEqual(["peer-replaced"]);
  expect(await resumes(one, ada)(), "an earlier secret").toBe("session-lost");
});

test("[U6] a session that its server puts back while another server restores it continues", async () => {
  const { proxy, one, two, loseData, isRestated } = await hubs(2, {
    report: ({ type }) => {
      // Both servers know that the data is lost. The first one puts its peers back later than usual.
      if (type === "cluster.emptied") proxy.blackhole("up");
    },
  });
  const [ada, bob] = [new TestClient(one), new TestClient(one)];
  await ada.join("ada", { session });
  await bob.join("bob", { session });
  await loseData();
  await one.hub.isPresent("anybody").catch(() => {});
  await expect.poll(() => one.facts.map(({ type }) => type)).toContain("cluster.emptied");
  const { directory } = two.node;
  const claim = directory.claim.bind(directory);
  directory.claim = async (...given) => {
    proxy.heal();
    await expect.poll(() => isRestated(one)).toBe(true);
    return claim(...given);
  };
  let code = "";
  const attempt = async () => {
    code = await resumes(two, ada)();
    return code;
  };
  await expect.poll(attempt).not.toBe("unavailable");
  expect(code).toBe("ok");
  await expect.poll(() => ada.ended).toEqual(["peer-replaced"]);
  expect(bob.events("presence").flatMap(({ batch }) => batch.left)).toEqual([]);
});

test("[U6] nobody leaves for a server that missed a move before the data was lost", async () => {
  const { proxy, one, two, three, loseData, restate } = await hubs(3);
  const [ada, bob] = [new TestClient(two), new TestClient(one)];
  await ada.join("ada", { session });
  await bob.join("bob");
  proxy.blackhole("both");
  const again = new TestClient(three);
  await again.resume(ada);
  await loseData();
  proxy.reset();
  proxy.heal();
  await restate(one);
  await restate(two);
  await one.node.ping();
  expect(bob.changes, "the third server may have the session").toEqual([]);
  await restate(three);
  await expect.poll(() => one.node.directory.view("lobby")?.get("ada")?.node).toBe(three.node.id);
  expect(bob.changes).toEqual([]);
});

test("[U6] a peer that left while the data was lost leaves when all servers have put back their peers", async () => {
  const { one, two, loseData } = await hubs(2, { times: { ...times, beatMs: 100 } });
  const [ada, bob, cleo] = [new TestClient(two), new TestClient(one), new TestClient(two)];
  await bob.join("bob");
  await ada.join("ada", { session });
  await cleo.join("cleo");
  await expect.poll(() => bob.changes).toEqual(["joined ada", "joined cleo"]);
  await loseData();
  await cleo.leave();
  await expect.poll(() => bob.changes).toEqual(["joined ada", "joined cleo", "left cleo"]);
});
