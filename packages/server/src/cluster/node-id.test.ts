import { expect, test } from "vitest";
import { newNodeId } from "./node-id.ts";

test("the id of a node is random, and does not look like an option of a command line", () => {
  expect(newNodeId()).toMatch(/^\w[\w-]{11}$/);
  expect(newNodeId()).not.toBe(newNodeId());
  const hyphens = Buffer.from("-".repeat(12), "base64url");
  expect(newNodeId(hyphens)).toBe("0".padEnd(12, "-"));
});
