import { expect, test } from "vitest";
import { segmentOf } from "./path-segment.ts";

test.each([
  ["lobby", "lobby"],
  ["team/red ?", "team%2Fred%20%3F"],
  ["..", "%252E%252E"],
  ["%2E", "%25252E"],
])("the name %s is the segment %s, which the URL keeps", (name, segment) => {
  expect(segmentOf(name)).toBe(segment);
  const { pathname } = new URL(`rooms/${segment}/peers`, "http://host.example/admin/");
  expect(pathname).toBe(`/admin/rooms/${segment}/peers`);
});
