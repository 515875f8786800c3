import { expect, test } from "vitest";
import { Quotas } from "./quotas.ts";
import { unlimited } from "./token-bucket.ts";

test("unused full quotas are deleted, and all others are kept", () => {
  let nowMs = 0;
  const rate = { perSecond: 1, burst: 10 };
  const rates = { messages: rate, joins: rate, connects: unlimited, refreshes: unlimited };
  const accounts = new Quotas(rates, () => nowMs);
  const held = accounts.get("held");
  held.sockets = 1;
  for (let number = 0; number < 10_000; number += 1) accounts.get(`passing ${number}`);
  expect(accounts.size).toBeLessThan(1_100);
  expect(accounts.get("held")).toBe(held);
  const used = accounts.get("used");
  used.buckets.take("messages", 5, nowMs);
  for (let number = 0; number < 10_000; number += 1) accounts.get(`more ${number}`);
  expect(accounts.get("used")).toBe(used);
  nowMs = 60_000;
  for (let number = 0; number < 10_000; number += 1) accounts.get(`again ${number}`);
  expect(accounts.get("used")).not.toBe(used);
});
