import { expect, test } from "vitest";
import { Rates, shownSeconds } from "./rates.ts";

const counts = (fields: object) => ({ type: "counts", at: "", node: "one", ...fields });

test("the counts of all servers in one second are one value of each series", () => {
  const rates = new Rates();
  rates.add(counts({ messages: 2, broadcasts: 1, joins: 1, refusals: {}, limits: {} }));
  const outcomes = { connected: 2, failed: 3, lost: 1 };
  rates.add(counts({ outcomes, causes: { "needs-turn": 3, "connection-lost": 1 } }));
  rates.add(counts({ messages: 4, refusals: { "rate-limited": 3 }, limits: { messages: 3 } }));
  rates.tick();
  rates.add(counts({ refusals: { "rate-limited": 1, forbidden: 2 } }));
  rates.tick();
  expect(rates.series).toEqual({
    messages: [7, 0],
    joins: [1, 0],
    opened: [2, 0],
    failed: [4, 0],
    refusals: [3, 3],
    limits: [3, 0],
  });
  expect([...rates.refusals]).toEqual([
    ["rate-limited", 4],
    ["forbidden", 2],
  ]);
  expect([...rates.causes]).toEqual([
    ["needs-turn", 3],
    ["connection-lost", 1],
  ]);
  expect([...rates.limits]).toEqual([["messages", 3]]);
});

test("old seconds are forgotten", () => {
  const rates = new Rates();
  for (let second = 0; second < shownSeconds + 5; second += 1) rates.tick();
  expect(rates.series.joins).toHaveLength(shownSeconds);
});
