import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { useRedis } from "../../../testing/kit/redis-server.ts";
import { sharedRedis } from "../../../testing/kit/shared-redis.ts";
import { TestClient, type TestHub, testHubs } from "../src/hub/testing/test-hubs.ts";
import { redisHub } from "./redis-hubs.ts";

useRedis();

const rooms = Array.from({ length: 20 }, (_, index) => `room ${index}`);

function memoryHubs(count: number): Promise<readonly TestHub[]> {
  return Promise.resolve(testHubs({ count }));
}

async function redisHubs(count: number): Promise<readonly TestHub[]> {
  const { url } = await sharedRedis();
  const times = { beatMs: 60_000, leaseMs: 600_000, compareMs: 600_000 };
  const options = { url, prefix: `${randomUUID()}:`, times, graceMs: 30_000 };
  const hubs = await Promise.all(Array.from({ length: count }, () => redisHub(options)));
  onTestFinished(() => {
    for (const { node } of hubs) node.kill();
  });
  return hubs;
}

/** Returns the facts about rooms, such as `room.opened room 1`, sorted. */
function roomFacts(hubs: readonly TestHub[]): readonly string[] {
  const told = hubs.flatMap(({ facts }) =>
    facts.flatMap((fact) =>
      fact.type === "room.opened" || fact.type === "room.emptied"
        ? [`${fact.type} ${fact.room}`]
        : [],
    ),
  );
  return told.sort();
}

const sizeOf = ({ directory }: TestHub["node"], room: string) => directory.view(room)?.size;
const factsOf = (type: string) => rooms.map((room) => `${type} ${room}`).sort();

test.each([
  ["one server in memory", memoryHubs, 1],
  ["two servers in memory", memoryHubs, 2],
  ["one server on Redis", redisHubs, 1],
  ["two servers on Redis", redisHubs, 2],
] as const)(
  "[Z3] each room is opened once and closed once when two peers join and leave together, with %s",
  async (_, start, count) => {
    const hubs = await start(count);
    const pairs = rooms.map((room) =>
      ["ada", "bob"].map((peerId, index) => {
        const client = new TestClient(hubs[index % count] as TestHub);
        return { client, join: () => client.join(peerId, { room }) };
      }),
    );
    const all = pairs.flat();
    await Promise.all(all.map(({ join }) => join()));
    expect(roomFacts(hubs)).toEqual(factsOf("room.opened"));
    // Each server knows both peers.
    const sizes = () => hubs.flatMap(({ node }) => rooms.map((room) => sizeOf(node, room)));
    await expect.poll(() => new Set(sizes())).toEqual(new Set([2]));
    await Promise.all(all.map(({ client }) => client.leave()));
    const expected = [...factsOf("room.emptied"), ...factsOf("room.opened")];
    await expect.poll(() => roomFacts(hubs)).toEqual(expected);
    const next = new TestClient(hubs[0] as TestHub);
    await next.join("cleo", { room: "room 0" });
    expect(roomFacts(hubs)).toEqual([...expected, "room.opened room 0"].sort());
  },
);
