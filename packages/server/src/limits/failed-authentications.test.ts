import { expect, test } from "vitest";
import { FailedAuthentications } from "./failed-authentications.ts";

test("each failure is answered later, up to 25 s, and the tenth in 30 minutes blocks", () => {
  let nowMs = 0;
  const failures = new FailedAuthentications({ most: 10, nowMs: () => nowMs });
  const delays = Array.from({ length: 10 }, () => {
    expect(failures.blockedForMs("a")).toBe(0);
    failures.fail("a");
    return failures.delayMs("a");
  });
  expect(delays).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_000, 25_000]);
  expect(failures.blockedForMs("a")).toBe(1_800_000);
  expect(failures.blockedForMs("b")).toBe(0);
  nowMs = 1_800_000;
  expect([failures.blockedForMs("a"), failures.delayMs("a")]).toEqual([0, 0]);
});

test("0 disables the block", () => {
  const failures = new FailedAuthentications({ most: 0, nowMs: () => 0 });
  failures.fail("a");
  expect([failures.blockedForMs("a"), failures.delayMs("a")]).toEqual([0, 0]);
});
