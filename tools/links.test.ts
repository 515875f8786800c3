import { expect, test } from "vitest";
import { deadLinks } from "./links.ts";

const linksOf = (path: string, text: string) => deadLinks([{ path, text }]);

test("[case N11] a link to a missing file, and to a missing heading, is found", () => {
  const text =
    "[a](README.md) [b](nowhere.md) [c](README.md#start-in-a-minute) [d](README.md#nowhere)\n[e](https://example.org)";
  expect(linksOf("CONTRIBUTING.md", text)).toEqual([
    "CONTRIBUTING.md: nowhere.md leads nowhere",
    "CONTRIBUTING.md: README.md#nowhere names no heading",
  ]);
});

test("[case N11] a published README links to no other file", () => {
  const text = "# One\n\n[a](#one) [b](../../PROTOCOL.md) `[c](nowhere.md)`";
  expect(linksOf("packages/server/README.md", "[a](../../PROTOCOL.md)")).toEqual([
    "packages/server/README.md: ../../PROTOCOL.md leads out of a published README",
  ]);
  expect(linksOf("packages/server/README.md", text)).toHaveLength(2);
});
