import { expect, test } from "vitest";
import type { Fact } from "../telemetry/fact.ts";
import { SerialQueue } from "./serial-queue.ts";

test("work runs in order, synchronously while the queue is idle", async () => {
  const done: string[] = [];
  const queue = new SerialQueue(() => {});
  let finish = () => {};
  const held = new Promise<void>((resolve) => {
    finish = resolve;
  });
  queue.put(() => {
    done.push("first");
    return undefined;
  });
  expect(done).toEqual(["first"]);
  queue.put(() => held.then(() => void done.push("second")));
  queue.put(() => {
    done.push("third");
    return undefined;
  });
  expect(done).toEqual(["first"]);
  finish();
  await expect.poll(() => done).toEqual(["first", "second", "third"]);
});

test("work that throws or rejects is reported, and the next work runs", async () => {
  const facts: Fact[] = [];
  const done: string[] = [];
  const queue = new SerialQueue((fact) => facts.push(fact));
  queue.put(() => {
    throw new Error("thrown");
  });
  queue.put(() => Promise.reject(new Error("rejected")));
  queue.put(() => {
    done.push("next");
    return undefined;
  });
  await expect.poll(() => done).toEqual(["next"]);
  expect(facts).toEqual([
    { type: "request.failed", error: new Error("thrown") },
    { type: "request.failed", error: new Error("rejected") },
  ]);
});
