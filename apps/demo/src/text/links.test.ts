import { expect, test } from "vitest";
import { partsOf } from "./links.ts";

test("[case G8] http and https URLs in a chat message are links", () => {
  expect(partsOf("see https://example.org/a?b=c#d and http://example.com")).toEqual([
    { text: "see " },
    { text: "https://example.org/a?b=c#d", href: "https://example.org/a?b=c#d" },
    { text: " and " },
    { text: "http://example.com", href: "http://example.com/" },
  ]);
});

test.each([
  ["https://example.org/.", "https://example.org/"],
  ["(https://example.org/a)", "https://example.org/a"],
  ["https://example.org/a_(b)", "https://example.org/a_(b)"],
  ["(see https://example.org/a_(b)).", "https://example.org/a_(b)"],
  ["“https://example.org/a”", "https://example.org/a"],
  ["https://example.org/a, then", "https://example.org/a"],
  ["<https://example.org/>", "https://example.org/"],
])("[case G8] the punctuation around a URL is not part of the link: %s", (text, url) => {
  const parts = partsOf(text);
  expect(parts.filter(({ href }) => href !== undefined).map((part) => part.text)).toEqual([url]);
  expect(parts.map((part) => part.text).join("")).toBe(text);
});

test.each([
  "javascript:alert(1)",
  "data:text/html,hello",
  "file:///etc/passwd",
  "https://",
  "http://",
  "example.org",
  "xhttps://example.org",
])("[case G8] nothing else is a link: %s", (text) => {
  expect(partsOf(text)).toEqual([{ text }]);
});

test("[case G8] a long run of punctuation is not part of the link", () => {
  const text = `https://example.org/${"!)".repeat(2_000)}`;
  expect(partsOf(text)[0]?.text).toBe("https://example.org/");
});
