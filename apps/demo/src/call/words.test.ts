import { beforeEach, expect, test, vi } from "vitest";
import {
  dismissalTitle,
  mediaProblem,
  noConnection,
  qualityWords,
  roomProblem,
  routeWords,
  sizeWords,
} from "./words.ts";

const report = { protocol: "udp", roundTripMs: undefined, bytesSent: 0, bytesReceived: 0 };

beforeEach(() => vi.stubGlobal("isSecureContext", true));

test.each([
  ["NotAllowedError", "The browser blocked the camera"],
  ["NotFoundError", "No camera was found"],
  ["NotReadableError", "another program"],
  ["OverconstrainedError", "no longer available"],
])("[case G10] the camera error %s has a specific text", (name, words) => {
  expect(mediaProblem("camera", new DOMException("", name))).toContain(words);
});

test("a connection that fails has a reason and a way out, also before the reason is known", () => {
  const problem = {
    cause: "needs-turn",
    reason: "All direct routes were tried, and none worked.",
    action: "Provide a TURN server.",
    details: [],
  } as const;
  expect(noConnection("Bob", problem)).toBe(
    "No connection to Bob. All direct routes were tried, and none worked. Provide a TURN server.",
  );
  expect(noConnection("Bob", undefined)).toMatch(/^No connection to Bob\. .* TURN server can/);
});

test("a page over plain HTTP explains that it needs HTTPS", () => {
  vi.stubGlobal("isSecureContext", false);
  expect(mediaProblem("camera", new TypeError())).toContain("HTTPS");
});

test("a refusal with an unknown code shows the server's reason", () => {
  expect(roomProblem({ code: "internal", reason: "the cat is on the keyboard" })).toContain("cat");
});

test("[case G4] a removal names the administrator and is not called a failure", () => {
  const reason = "you were removed by an administrator";
  expect(roomProblem({ code: "kicked", reason })).toMatch(/^An administrator removed you/);
  expect(roomProblem({ code: "room-closed", reason })).toMatch(/^An administrator closed/);
  expect(dismissalTitle("kicked")).toContain("administrator");
  expect(dismissalTitle("forbidden")).toBeUndefined();
});

test("[case G4] a route is called direct or relayed, and a connection without a known route neither", () => {
  expect(routeWords({ ...report, route: "host" })).toBe("Direct");
  expect(routeWords({ ...report, route: "srflx" })).toBe("Direct, through NAT");
  expect(routeWords({ ...report, route: "prflx" })).toBe("Direct");
  expect(routeWords({ ...report, route: "relay" })).toBe("Relayed by a TURN server");
  expect(routeWords({ ...report, route: undefined })).toBe("Connected");
});

test("a round-trip time has a number and a word", () => {
  expect(qualityWords({ ...report, route: "host", roundTripMs: 0.2 })).toBe("<1 ms, good");
  expect(qualityWords({ ...report, route: "relay", roundTripMs: 512 })).toBe("512 ms, slow");
});

test("[case G10] sizes have no insignificant digits", () => {
  const sizes = [999, 20_480, 20_971_520, 1_500_000, 400_000_000, 5_000_000_000];
  expect(sizes.map(sizeWords)).toEqual(["999 B", "21 kB", "21 MB", "1.5 MB", "400 MB", "5 GB"]);
  expect(sizeWords(200_000_001)).toBe("201 MB");
});
