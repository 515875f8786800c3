import { expect, test } from "vitest";
import { useRedis } from "../../../testing/kit/redis-server.ts";
import { TestClient } from "../src/hub/testing/test-hubs.ts";
import { type RedisHub, startProxiedHubs } from "./redis-hubs.ts";

useRedis();

const leavesOf = ({ facts }: RedisHub) =>
  facts.flatMap((fact) => (fact.type === "peer.left" ? [`${fact.peerId} ${fact.socketId}`] : []));

test("[Z3] a peer whose id was taken while its server had no contact is reported as left, once", async () => {
  const { proxy, one, two } = await startProxiedHubs({
    beatMs: 100,
    leaseMs: 1_500,
    compareMs: 60_000,
  });
  const ada = new TestClient(one);
  await ada.join("ada");
  const { socketId } = ada.session;
  const gaveUp = () =>
    two.facts.some((fact) => fact.type === "cluster.adopted" && fact.peers === 1);
  proxy.blackhole("both");
  proxy.reset();
  await expect.poll(gaveUp).toBe(true);
  await new TestClient(two).join("ada");
  expect(leavesOf(one)).toEqual([]);
  proxy.heal();
  await expect.poll(() => ada.ended).toEqual(["unavailable"]);
  await ada.lose();
  expect([leavesOf(one), leavesOf(two)]).toEqual([[`ada ${socketId}`], []]);
});
