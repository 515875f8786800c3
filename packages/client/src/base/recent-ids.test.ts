import { expect, test } from "vitest";
import { RecentIds } from "./recent-ids.ts";

test("the last 1,024 ids are remembered, except deleted ones", () => {
  const ended = new RecentIds();
  for (let index = 0; index < 1_025; index += 1) ended.add(`${index}`);
  expect([ended.has("0"), ended.has("1"), ended.has("1024")]).toEqual([false, true, true]);
  ended.delete("1024");
  expect(ended.has("1024")).toBe(false);
});
