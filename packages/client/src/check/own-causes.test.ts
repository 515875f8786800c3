import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ownCauses, ownTexts } from "./own-causes.ts";

test("the documents explain each cause of the network check", () => {
  const page = new URL("../../../../docs/network-check.md", import.meta.url);
  const explained = [...readFileSync(page, "utf8").matchAll(/^\| `([a-z-]+)` \|/gm)];
  expect(explained.map(([, cause]) => cause)).toEqual(expect.arrayContaining([...ownCauses]));
});

test("each cause has a reason and a way out", () => {
  for (const cause of ownCauses) {
    const { reason, action } = ownTexts(cause) ?? {};
    expect(reason, cause).toMatch(/^[A-Z].*\.$/);
    expect(action, cause).toMatch(/^[A-Z].*\.$/);
  }
});
