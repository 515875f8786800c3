import { expect, test } from "vitest";
import { newSessionId } from "./session-id.ts";

test("[E18] session ids compare in the order in which their sessions began", () => {
  const nowMs = Date.now() + 60_000;
  const atOnce = Array.from({ length: 2_000 }, () => newSessionId(nowMs));
  const ids = [...atOnce, newSessionId(nowMs + 60_000)];
  expect([...ids].sort()).toEqual(ids);
  // The clock of the machine was set back.
  const later = newSessionId(nowMs - 60_000);
  expect(later > (ids.at(-1) ?? "")).toBe(true);
  expect(new Set([...ids, later].map((id) => id.length))).toEqual(new Set([36]));
});
