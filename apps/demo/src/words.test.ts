import { beforeEach, expect, test, vi } from "vitest";
import { mediaProblem, qualityWords, roomProblem, routeWords, sizeWords } from "./words.ts";

const report = { protocol: "udp", roundTripMs: undefined, bytesSent: 0, bytesReceived: 0 };

beforeEach(() => vi.stubGlobal("isSecureContext", true));

test.each([
  ["NotAllowedError", "told not to allow the camera"],
  ["NotFoundError", "no camera here"],
  ["NotReadableError", "another program"],
  ["OverconstrainedError", "not there any more"],
])("%s is said in plain words", (name, words) => {
  expect(mediaProblem("camera", new DOMException("", name))).toContain(words);
});

test("a page over plain http is told the way out", () => {
  vi.stubGlobal("isSecureContext", false);
  expect(mediaProblem("camera", new TypeError())).toContain("https");
});

test("a refusal nobody foresaw still says why", () => {
  expect(roomProblem({ code: "internal", reason: "the cat is on the keyboard" })).toContain("cat");
});

test("who is sent away is told by whom, and not that something failed", () => {
  const reason = "an administrator has ended your stay";
  expect(roomProblem({ code: "kicked", reason })).toContain("You were removed");
  expect(roomProblem({ code: "room-closed", reason })).toContain("was closed");
});

test("routes and round trips are words", () => {
  expect(routeWords({ ...report, route: "host" })).toBe("direct, same network");
  expect(routeWords({ ...report, route: "prflx" })).toBe("direct");
  expect(qualityWords({ ...report, route: "host", roundTripMs: 0.2 })).toBe("good, 1 ms");
  expect(qualityWords({ ...report, route: "relay", roundTripMs: 512 })).toBe("slow, 512 ms");
});

test("sizes are rounded", () => {
  expect([999, 20_480, 20_971_520].map(sizeWords)).toEqual(["999 B", "20 kB", "21.0 MB"]);
});
