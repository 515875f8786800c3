import type { Page } from "playwright-core";
import type { CheckNetworkOptions, CheckResult } from "simple-webrtc-signaling-client/check";
import { expect, test } from "vitest";
import { freePort } from "../../kit/free-port.ts";
import { useBrowser } from "../client/browsers.ts";
import { openTab } from "../client/tabs.ts";
import { startCoturn, useCoturn } from "./coturn.ts";
import { newSecret, signedFor, startTurnSignaling } from "./credentials.ts";

useCoturn();
const openChromium = useBrowser("chromium");

declare global {
  /** The module that `pages/check.js` loads. */
  var check: typeof import("simple-webrtc-signaling-client/check");
}

/** In tests, relay and browser share one address of this machine, which the list denies. */
const settings = ["--allow-loopback-peers", "--allowed-peer-ip=127.0.0.1"];

/** Options that can be passed to a page. */
type PageOptions = Omit<CheckNetworkOptions, "onResult" | "signal" | "token" | "RTCPeerConnection">;

/** Checks the network of a page. */
const checkIn = (page: Page, options: PageOptions) =>
  page.evaluate((options) => check.checkNetwork({ timeoutMs: 60_000, ...options }), options);

const verdictOf = (result: CheckResult) => (result.status === "passed" ? "passed" : result.cause);

const verdictsOf = (results: readonly CheckResult[]) =>
  Object.fromEntries(results.map((result) => [result.name, verdictOf(result)]));

test("Chromium with coturn: all checks pass, and the connection through TURN is measured", async () => {
  const secret = newSecret();
  const port = await startCoturn({ secret, settings });
  const address = `127.0.0.1:${port}`;
  const closed = `turns:127.0.0.1:${await freePort()}`;
  const server = await startTurnSignaling(port, secret, {
    iceServers: [{ urls: `stun:${address}` }],
    turnUrls: [`turn:${address}?transport=udp`, `turn:${address}?transport=tcp`],
  });
  const page = await openTab(await openChromium(), { server, script: "check" });
  const { username, credential } = signedFor(600, secret);
  const rtc = { iceServers: [{ urls: closed, username, credential }] };
  const { results, relay, text } = await checkIn(page, { rtc });
  expect(verdictsOf(results), text).toEqual({
    microphone: "passed",
    camera: "passed",
    websocket: "passed",
    polling: "passed",
    stun: "passed",
    "turn-udp": "passed",
    "turn-tcp": "passed",
    "turn-tls": "turn-unreachable-tls",
    relay: "passed",
  });
  expect(relay).toEqual({
    url: `turn:${address}?transport=udp`,
    connectMs: expect.any(Number),
    roundTripMs: expect.any(Number),
    lostPercent: expect.any(Number),
    megabitsPerSecond: expect.any(Number),
  });
  expect(relay?.megabitsPerSecond).toBeGreaterThan(0);
  expect(text).toContain(`turn:${address}?transport=tcp: answer after`);
  expect(text).toContain(`${closed}: no answer`);
  expect(text).not.toContain(credential);

  const urls = `turn:${address}?transport=tcp`;
  const skip = ["microphone", "camera", "websocket", "polling", "stun"] as const;
  const overTcp = await checkIn(page, {
    skip,
    rtc: { iceServers: [{ urls, username, credential }] },
  });
  expect(overTcp.relay, overTcp.text).toMatchObject({ url: urls });
  const wrong = await checkIn(page, {
    skip,
    rtc: { iceServers: [{ urls, username, credential: "a wrong credential" }] },
  });
  expect(verdictsOf(wrong.results)).toEqual({
    "turn-udp": "no-turn-server",
    "turn-tcp": "turn-credential-refused",
    "turn-tls": "no-turn-server",
    relay: "no-relay",
  });
  expect(wrong.text).not.toContain("a wrong credential");
});
