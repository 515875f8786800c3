import { expect, test } from "vitest";
import { within } from "./within.ts";

const never = new Promise<string>(() => {});

test("work that is in time keeps its result", async () => {
  const limits = { timeoutMs: 60_000, signal: undefined };
  expect(await within(Promise.resolve("done"), limits)).toBe("done");
  await expect(within(Promise.reject(new Error("why")), limits)).rejects.toThrow("why");
});

test("late work is not waited for", async () => {
  expect(await within(never, { timeoutMs: 1, signal: undefined })).toBeUndefined();
});

test("an aborted signal rejects with its reason, before and during the work", async () => {
  const reason = new Error("not wanted any more");
  const limits = { timeoutMs: 60_000, signal: AbortSignal.abort(reason) };
  await expect(within(never, limits)).rejects.toBe(reason);
  const controller = new AbortController();
  const work = within(never, { timeoutMs: 60_000, signal: controller.signal });
  controller.abort(reason);
  await expect(work).rejects.toBe(reason);
});
