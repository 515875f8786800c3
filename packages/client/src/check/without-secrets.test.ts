import { expect, test } from "vitest";
import { withoutSecrets } from "./without-secrets.ts";

test.each([
  ["https://ada:s3cret@host.example:8443/a/b?key=s3cret#s3cret", "https://host.example:8443/a/b"],
  ["wss://s3cret@host.example", "wss://host.example"],
  [
    "no answer at http://[::1]:3000/x@y/?key=s3cret: closed",
    "no answer at http://[::1]:3000/x@y/ closed",
  ],
  [
    "turn:host.example:3478?transport=udp: no answer",
    "turn:host.example:3478?transport=udp: no answer",
  ],
])("URLs in a text lose their secrets: %s", (text, expected) => {
  expect(withoutSecrets(text)).toBe(expected);
});
