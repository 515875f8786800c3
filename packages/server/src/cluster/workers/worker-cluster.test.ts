import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { busContract } from "../testing/bus-contract.ts";
import {
  directoryContract,
  type TestCluster,
  type TestClusterOptions,
} from "../testing/directory-contract.ts";
import type { Port, ToPrimary, ToWorker } from "./messages.ts";
import { Primary } from "./primary.ts";
import { workerCluster } from "./worker-cluster.ts";

/** The ends of a channel that copies messages, as the channel between two processes does. */
function channel<There, Back>() {
  let isOpen = true;
  const end = <Sent, Received>() => {
    let listener: (message: Received) => void = () => {};
    const port = {
      isFull: false,
      send: (_message: Sent) => {},
      onMessage: (given: (message: Received) => void) => {
        listener = given;
      },
    };
    return { port, receive: (message: Received) => listener(message) };
  };
  const near = end<There, Back>();
  const far = end<Back, There>();
  const carry =
    <Message>(receive: (message: Message) => void) =>
    (message: Message) => {
      const copy = structuredClone(message);
      queueMicrotask(() => {
        if (isOpen) receive(copy);
      });
    };
  near.port.send = carry(far.receive);
  far.port.send = carry(near.receive);
  return {
    near: near.port as Port<There, Back> & { isFull: boolean },
    far: far.port as Port<Back, There> & { isFull: boolean },
    cut: () => {
      isOpen = false;
    },
  };
}

function start({ nodes: count, graceMs }: TestClusterOptions): TestCluster {
  const primary = new Primary();
  const workers = Array.from({ length: count }, () => {
    const { near: port, far, cut } = channel<ToPrimary, ToWorker>();
    const ended = primary.serve(far);
    const cluster = workerCluster({ port, key: "", epochStartedAtMs: 0 });
    const node = cluster.join({ card: {}, graceMs, report: () => {} });
    const kill = () => {
      cut();
      ended();
    };
    return { node, kill };
  });
  const settle = async () => {
    for (let turn = 0; turn < 3; turn += 1) await setImmediate();
  };
  return {
    nodes: workers.map(({ node }) => node),
    settle,
    kill: (node) => workers.find((worker) => worker.node === node)?.kill(),
    expireLeases: settle,
  };
}

describe("directory in the primary process", () => directoryContract(start));
describe("bus through the primary process", () => busContract(start));

test("each worker knows the cards of the live workers", async () => {
  const primary = new Primary();
  const join = (url: string) => {
    const { near, far } = channel<ToPrimary, ToWorker>();
    const ended = primary.serve(far);
    const cluster = workerCluster({ port: near, key: "", epochStartedAtMs: 0 });
    return { node: cluster.join({ card: { url }, graceMs: 1, report: () => {} }), ended };
  };
  const one = join("http://one");
  const two = join("http://two");
  await setImmediate();
  expect(one.node.card(two.node.id)).toEqual({ url: "http://two" });
  two.ended();
  await setImmediate();
  expect(one.node.card(two.node.id)).toBeUndefined();
  expect(one.node.card(one.node.id)).toEqual({ url: "http://one" });
});

test("the orders of the primary process, which share the channel, change no card", async () => {
  const primary = new Primary();
  const { near: port, far } = channel<ToPrimary, ToWorker>();
  primary.serve(far);
  const cluster = workerCluster({ port, key: "", epochStartedAtMs: 0 });
  const card = { url: "http://one" };
  const node = cluster.join({ card, graceMs: 1, report: () => {} });
  await setImmediate();
  far.send({ type: "end" } as never);
  await setImmediate();
  expect(node.card(node.id)).toEqual(card);
});

test("a question to a worker that takes no messages is refused at once", async () => {
  const primary = new Primary();
  const [one, two] = [0, 1].map(() => {
    const { near, far } = channel<ToPrimary, ToWorker>();
    primary.serve(far);
    const cluster = workerCluster({ port: near, key: "", epochStartedAtMs: 0 });
    return { far, near, node: cluster.join({ card: {}, graceMs: 1, report: () => {} }) };
  });
  if (!one || !two) throw new Error("two workers are needed");
  two.node.bus.serve({ name: "echo" }, ({ question }) => question as never);
  await setImmediate();
  const ask = () => one.node.bus.ask(two.node.id, { name: "echo" }, 1);
  expect(await ask()).toBe(1);
  two.far.isFull = true;
  await expect(ask()).rejects.toMatchObject({ code: "unavailable" });
  two.far.isFull = false;
  one.near.isFull = true;
  await expect(ask()).rejects.toMatchObject({ code: "unavailable" });
});
