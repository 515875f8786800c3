import { expect, test } from "vitest";
import { originEntry } from "./origin-entry.ts";

test.each([
  ["https://app.example", "https://app.example"],
  ["https://APP.Example/", "https://app.example"],
  ["HTTPS://app.example", "https://app.example"],
  ["https://app.example:443", "https://app.example"],
  ["http://localhost:8080/", "http://localhost:8080"],
  ["http://[::1]:8080", "http://[::1]:8080"],
  ["https://bücher.example", "https://xn--bcher-kva.example"],
  ["capacitor://localhost", "capacitor://localhost"],
  ["ionic://localhost/", "ionic://localhost"],
  ["tauri://localhost", "tauri://localhost"],
  ["app://.", "app://."],
  ["file://", "file://"],
  [
    "chrome-extension://AEBLFDKHHHDCDJPIFHHBDIOJPLFJNCOA",
    "chrome-extension://aeblfdkhhhdcdjpifhhbdiojplfjncoa",
  ],
  ["safari-web-extension://E6F4-11/", "safari-web-extension://e6f4-11"],
  ["https://*.Example.com", "https://*.example.com"],
  ["https://*.example.com:8443/", "https://*.example.com:8443"],
  ["http://*.localhost:3000", "http://*.localhost:3000"],
  ["NULL", "null"],
  ["Missing", "missing"],
])("[case K21] %s becomes the entry %s", (text, entry) => {
  expect(originEntry(text)).toEqual({ entry });
});

test.each([
  ["app.example", "has no scheme, such as https://"],
  ["localhost:3000", "has no scheme"],
  ["https://app.example/path", "has a path, a query or a fragment, which an origin does not have"],
  ["https://app.example?x", "has a path, a query or a fragment"],
  ["capacitor://localhost/app", "has a path, a query or a fragment"],
  ["https://ada:secret@app.example", "has a user name"],
  ["wss://app.example", "has the scheme of a WebSocket: use the https:// or http:// of the page"],
  ["https://", "is not an origin"],
  ["https://a b.example", "is not an origin"],
  ["https://app.example:99999", "is not an origin"],
  ["https://*", "has a `*` that does not stand for subdomains, unlike https://*.example.com"],
  ["https://*.com", "has a `*` that does not"],
  ["https://*example.com", "has a `*` that does not"],
  ["https://app.*.example.com", "has a `*` that does not"],
  ["https://*.*.example.com", "has a `*` that does not"],
  ["https://app.example:*", "has a `*` that does not"],
  ["https://*.192.0.2.1", "has a `*` that does not"],
  ["*.example.com", "has a `*` that does not"],
  ["*://app.example", "has a `*` that does not"],
  ["chrome-extension://*", "has a `*` that does not"],
  ["", "is not an origin"],
])("[case K21] %j is refused: it %s", (text, problem) => {
  expect(originEntry(text)).toEqual({ problem: expect.stringContaining(problem) });
});
