import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { CheckNetworkOptions, CheckResult } from "simple-webrtc-signaling-client/check";
import { expect, onTestFinished, test } from "vitest";
import { writeCertificate } from "../../../tools/certificate.ts";
import { freePort } from "../../kit/free-port.ts";
import { useBrowser } from "../client/browsers.ts";
import { openTab } from "../client/tabs.ts";
import { startCoturn, useCoturn } from "./coturn.ts";
import { newSecret, signedFor, startTurnSignaling } from "./credentials.ts";

useCoturn();
const openChromium = useBrowser("chromium");
const openTrusting = useBrowser("chromium-any-certificate");

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

test("Chromium with coturn: a relay over TLS is measured, and an invalid certificate makes it unreachable", async () => {
  const folder = mkdtempSync(join(tmpdir(), "turn-tls-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [certificate, key] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
  writeCertificate({ certificate, key, names: ["IP:127.0.0.1"] });
  const secret = newSecret();
  const port = await startCoturn({
    secret,
    settings: [...settings, `--cert=${certificate}`, `--pkey=${key}`],
  });
  const url = `turns:127.0.0.1:${port}`;
  const server = await startTurnSignaling(port, secret, { turnUrls: [url] });
  // The TURN server comes from the signaling server, over a WebSocket.
  const skip = ["microphone", "camera", "polling", "stun"] as const;
  const trusting = await openTab(await openTrusting(), { server, script: "check" });
  const { results, relay, text } = await checkIn(trusting, { skip });
  expect(verdictsOf(results), text).toEqual({
    websocket: "passed",
    "turn-udp": "no-turn-server",
    "turn-tcp": "no-turn-server",
    "turn-tls": "passed",
    relay: "passed",
  });
  expect(relay, text).toMatchObject({ url });
  const other = await openTab(await openChromium(), { server, script: "check" });
  const refused = await checkIn(other, { skip });
  expect(verdictsOf(refused.results), refused.text).toMatchObject({
    "turn-tls": "turn-unreachable-tls",
    relay: "no-relay",
  });
});
