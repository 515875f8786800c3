import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startRedisForTest, useRedis } from "../../../testing/kit/redis-server.ts";
import { createSignalingServer, SettingError } from "../src/index.ts";
import { redisClient, startNodes } from "./redis-nodes.ts";
import { sessionClient } from "./session-client.ts";
import { type RunningServer, startServer, token } from "./start-server.ts";
import { peer, type StockClient } from "./stock-client.ts";

useRedis();

const sessionKey = randomBytes(32).toString("base64url");

const guide = readFileSync(join(import.meta.dirname, "../../../docs/several-nodes.md"), "utf8");

async function settingErrorOf(settings: object): Promise<string> {
  try {
    const server = createSignalingServer({ auth: "none", port: 0, host: "127.0.0.1", ...settings });
    await server.listen();
    await server.close();
    return "no error";
  } catch (error) {
    if (error instanceof SettingError) return error.message;
    throw error;
  }
}

test("[U1] a Redis that cannot be used stops the start with one line, without the password", async () => {
  const protectedRedis = await startRedisForTest(["--requirepass", "the password"]);
  const cluster = await startRedisForTest(["--cluster-enabled", "yes"]);
  const redisUrl = protectedRedis.url;
  expect(await settingErrorOf({ redisUrl })).toMatch(/^SESSION_KEY is not set: REDIS_URL requires/);
  for (const redisPassword of [undefined, "a wrong password"]) {
    const message = await settingErrorOf({ redisUrl, redisPassword, sessionKey });
    expect(message).toMatch(/^REDIS_URL cannot be used: .*(NOAUTH|WRONGPASS|password)/i);
    expect(message).not.toContain("a wrong password");
    expect(message).not.toContain("\n");
  }
  const ok = { redisUrl, redisPassword: "the password", sessionKey };
  expect(await settingErrorOf(ok)).toBe("no error");
  expect(await settingErrorOf({ redisUrl: cluster.url, sessionKey })).toContain("Redis Cluster");
});

test("[U1] the server needs no more permissions than the documented ones", async () => {
  const [, rule = ""] = /^ACL SETUSER signaling (.*)$/m.exec(guide) ?? [];
  const redis = await startRedisForTest();
  const administrator = redisClient(redis.url);
  const password = randomBytes(16).toString("hex");
  const words = rule.replace(/>\S+/, `>${password}`).split(" ");
  await administrator.call("ACL", "SETUSER", "signaling", ...words);
  const options = { redisUrl: redis.url, redisUsername: "signaling", redisPassword: password };
  const servers = [
    await startServer({ ...options, sessionKey }),
    await startServer({ ...options, sessionKey }),
  ] as const;
  const [one, two] = servers;
  const ada = await sessionClient(one.url);
  const { session } = await ada.ready("ada");
  const bob = await peer(two.url, "bob");
  expect(await bob.ask("messageOne", { target: "ada", message: "hello" })).toMatchObject({
    ok: true,
  });
  const again = await sessionClient(two.url);
  await again.ready("ada", { session: { ...session, attempt: 1 } });
  await two.close();
  expect((await administrator.call("ACL", "LOG")) as unknown[]).toEqual([]);
  for (const { facts } of servers) {
    expect(facts.filter(({ type }) => type === "request.failed")).toEqual([]);
  }
});

async function roomOfTwo() {
  const redis = await startRedisForTest();
  const nodes = await startNodes([redis.url, redis.url]);
  const [one, two] = nodes as [RunningServer, RunningServer];
  const ada = await sessionClient(one.url);
  const { session } = await ada.ready("ada", { metadata: { name: "Ada" } });
  const bob = await peer(two.url, "bob");
  return { redis, one, two, ada, session, bob, administrator: redisClient(redis.url) };
}

const ping = (from: StockClient, target: string) =>
  from.ask("messageOne", { target, message: "ping" });

test("[U1] Redis contains no token, no secret and no message", async () => {
  const { administrator, session, bob, ada } = await roomOfTwo();
  expect(await ping(bob, "ada")).toMatchObject({ ok: true });
  await ada.received();
  const contents: string[] = [];
  for (const key of await administrator.keys("*")) {
    const type = await administrator.type(key);
    const value =
      type === "hash"
        ? await administrator.hgetall(key)
        : type === "set"
          ? await administrator.smembers(key)
          : type === "zset"
            ? await administrator.zrange(key, 0, "-1")
            : await administrator.get(key);
    contents.push(key, JSON.stringify(value));
  }
  const all = contents.join("\n");
  expect(all).toContain("Ada");
  const parts = session.secret.split(/[^\w-]/).filter(({ length }) => length >= 16);
  for (const secret of [token, session.secret, ...parts, "ping"]) {
    expect(all).not.toContain(secret);
  }
});

test("[U1] garbage on the channels and in the keys of Redis harms nobody for long", async () => {
  const { administrator, ada, bob, one } = await roomOfTwo();
  const channels = (await administrator.call("PUBSUB", "CHANNELS", "*")) as string[];
  const number = "9007199254740993";
  for (const channel of channels) {
    for (const text of [
      "",
      "\r",
      "f\r",
      "f\rx\r1\nq\t1\trelay\t2\n{}",
      `f\rx\r${Date.now()}\nq\t1\trelay\t2\n{}`,
      `f\rx\r${Date.now()}\nq\t\tunknown\t4\nnull`,
      `f\rx\r${Date.now()}\nq\t1\trelay\t999999999\n`,
      `j\rlobby\r${number}\rada\rgarbage`,
      `l\rlobby\r99\rada\r${"\t".repeat(14)}\n{}`,
      "s\rlobby\r5",
      "x\r\r",
      "r\rnobody",
      "c\rx\rfile:///etc/passwd",
      "c\rx",
      "e\rnobody",
      "x".repeat(1_000_000),
    ]) {
      await administrator.publish(channel, text);
    }
  }
  await expect.poll(() => ping(bob, "ada")).toMatchObject({ ok: true });
  for (const key of await administrator.keys("*")) {
    await administrator.del(key);
    // A server may have put the key back in between.
    await administrator.lpush(key, "garbage").catch(() => {});
  }
  await expect
    .poll(async () => (await sessionClient(one.url)).ask("ready", "cleo", { session: true }))
    .toMatchObject({ ok: true });
  await expect.poll(() => ping(bob, "ada")).toMatchObject({ ok: true });
  await expect.poll(() => ping(ada, "bob")).toMatchObject({ ok: true });
  expect(one.facts.some(({ type }) => type === "cluster.refused")).toBe(true);
});
