import { expect, test } from "vitest";
import { memoryCluster } from "../src/cluster/memory-cluster.ts";
import { directNetwork } from "../src/cluster/network.ts";
import { startServer } from "./start-server.ts";
import { peer } from "./stock-client.ts";

test("[A1] a message to a node that does not respond delays no other message of its sender", async () => {
  let isCut = false;
  const network = () => {
    const { carry, deliver } = directNetwork();
    return { carry, deliver: (work: () => void) => (isCut ? undefined : deliver(work)) };
  };
  const cluster = memoryCluster({ network });
  const near = await startServer({ cluster });
  const far = await startServer({ cluster });
  const ada = await peer(near.url, "ada");
  const bob = await peer(far.url, "bob");
  expect(await ada.envelope()).toMatchObject({ action: "open", from: "bob" });
  const cleo = await peer(near.url, "cleo");
  expect(await ada.envelope()).toMatchObject({ action: "open", from: "cleo" });
  expect(await bob.envelope()).toMatchObject({ action: "open", from: "cleo" });
  isCut = true;
  const order: unknown[] = [];
  const send = async (target: string) => {
    order.push([target, await ada.ask("messageOne", { target, message: "hello" })]);
  };
  await Promise.all([send("bob"), send("cleo")]);
  expect(order).toMatchObject([
    ["cleo", { ok: true }],
    ["bob", { ok: false, code: "unavailable" }],
  ]);
  expect(await cleo.envelope()).toEqual({ from: "ada", target: "cleo", message: "hello" });
});
