import { expect, test, vi } from "vitest";
import { reportText } from "./report-text.ts";
import { type CheckResult, failed, passed, skipped } from "./result.ts";

const startedAt = new Date("2026-01-02T03:04:05.678Z");

const results: readonly CheckResult[] = [
  { name: "websocket", durationMs: 12.3, ...passed(["plain WebSocket: round trip 2 ms"]) },
  {
    name: "turn-udp",
    durationMs: 10_000,
    ...failed("turn-unreachable-udp", ["turn:a: no answer"]),
  },
  { name: "turn-tls", durationMs: 0, ...skipped("no-turn-server") },
];

test("the report names each check with its result, its cause and its way out", () => {
  vi.stubGlobal("navigator", { userAgent: "Browser/1" });
  vi.stubGlobal("location", {
    origin: "https://app.example",
    href: "https://app.example/#token=s",
  });
  expect(reportText({ startedAt, url: "https://signaling.example/base/" }, results)).toBe(
    `Network check, 2026-01-02T03:04:05.678Z
Server: https://signaling.example/base/
Page: https://app.example
Browser: Browser/1

passed  Signaling over WebSocket (12 ms)
        plain WebSocket: round trip 2 ms
failed  TURN over UDP: turn-unreachable-udp
        No TURN server answered over UDP.
        Check the address and the port of the TURN server, and whether the network blocks them.
        turn:a: no answer
skipped TURN over TLS: no-turn-server
        No TURN server is configured for this check.
        If connections fail in some networks, add one to TURN_URLS of the server.`,
  );
});

test.each(["https", "wss"])("the report contains no secrets of the URL (%s)", (scheme) => {
  const url = `${scheme}://user:secret@signaling.example:8443/base?key=secret#secret`;
  const text = reportText({ startedAt, url }, []);
  expect(text).toContain(`Server: ${scheme}://signaling.example:8443/base\n`);
  expect(text).not.toContain("secret");
});
