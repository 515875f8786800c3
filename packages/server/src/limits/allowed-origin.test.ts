import { expect, test } from "vitest";
import { originGuard } from "./allowed-origin.ts";

const isAllowed = originGuard([
  "https://app.example",
  "https://*.example.com",
  "http://*.localhost:3000",
  "capacitor://localhost",
  "safari-web-extension://e6f4-11",
  "file://",
]);

test.each([
  "https://app.example",
  "https://a.example.com",
  "https://a.b.example.com",
  "https://xn--bcher-kva.example.com",
  "https://under_score.example.com",
  "http://tenant.localhost:3000",
  "capacitor://localhost",
  "safari-web-extension://E6F4-11",
  "file://",
])("[case K21] %s may connect", (origin) => {
  expect(isAllowed(origin)).toBe(true);
});

test.each([
  undefined,
  "null",
  "missing",
  "*",
  "https://example.com",
  "https://evil-example.com",
  "https://evilexample.com",
  "https://a.example.com.evil.example",
  "https://a.example.com:8443",
  "http://a.example.com",
  "https://.example.com",
  "https://a..example.com",
  "https://evil.example/.example.com",
  "https://evil.example#.example.com",
  "https://evil.example?.example.com",
  "https://ada@a.example.com",
  "https://a.example.com\n",
  "https://a_example_com",
  "https://aXexampleYcom",
  "https://APP.example",
  "http://tenant.localhost",
  "capacitor://localhost/",
  "capacitor://evil",
])("[case K21] %j may not connect", (origin) => {
  expect(isAllowed(origin)).toBe(false);
});
