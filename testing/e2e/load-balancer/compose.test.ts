import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { ServerProgram } from "../../kit/command.ts";
import { startRedisForTest, useRedis } from "../../kit/redis-server.ts";

const folder = join(import.meta.dirname, "../../../deploy");

interface Compose {
  readonly services: Readonly<
    Record<string, { readonly environment?: Readonly<Record<string, string>> }>
  >;
}

function servers(): readonly (readonly [string, Readonly<Record<string, string>>])[] {
  const text = readFileSync(join(folder, "compose-nodes.yaml"), "utf8");
  const { services } = parse(text, { merge: true }) as Compose;
  return Object.entries(services).flatMap(([name, { environment }]) =>
    environment?.["NODE_URL"] === undefined ? [] : [[name, environment] as const],
  );
}

test("[U9] the compose file and nginx.conf name the same servers, and each server states its own URL", () => {
  const nginx = readFileSync(join(folder, "nginx.conf"), "utf8");
  const upstream = [...nginx.matchAll(/server (signaling-\d:3000)/g)].map(([, address]) => address);
  expect(upstream).toHaveLength(3);
  expect(servers().map(([name]) => `${name}:3000`)).toEqual(upstream);
  for (const [name, settings] of servers()) {
    expect(settings["NODE_URL"]).toBe(`http://${name}:3000`);
  }
});

useRedis();

test("[U1] a server starts with the settings of the compose file, and finds its Redis", async () => {
  const redis = await startRedisForTest();
  const [, settings = {}] = servers()[0] ?? [];
  expect(settings["REDIS_URL"]).toBe("redis://redis:6379");
  const server = new ServerProgram({
    ...settings,
    HOST: "127.0.0.1",
    PORT: "0",
    TOKEN: "a token of this test",
    SESSION_KEY: randomBytes(32).toString("base64"),
    REDIS_URL: redis.url,
  });
  await server.line(/connected to Redis/, { butNot: /not|unknown/ });
});
