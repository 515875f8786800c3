import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import type { ConnectionConstructor } from "simple-webrtc-signaling-client";
import {
  type CheckNetworkOptions,
  type CheckResult,
  checkLabels,
  checkNetwork,
} from "simple-webrtc-signaling-client/check";
import type { SignalingServerOptions } from "simple-webrtc-signaling-server";
import { expect, onTestFinished, test } from "vitest";
import { RTCPeerConnection as NodeConnection } from "werift";
import { startServerHere } from "../kit/server-here.ts";

const token = "the token of these tests";

async function startServer(options: SignalingServerOptions = {}) {
  const { url, facts } = await startServerHere({ token, maxFailedAuthentications: 0, ...options });
  const count = (type: string) => facts.filter((fact) => fact.type === type).length;
  return { url, count };
}

const verdictOf = (result: CheckResult) =>
  result.status === "passed" ? "passed" : `${result.status}: ${result.cause}`;

/** Returns the status or the cause of each check. */
async function verdicts(options: CheckNetworkOptions) {
  const { results, text } = await checkNetwork({ timeoutMs: 60_000, ...options });
  const byName = Object.fromEntries(results.map((result) => [result.name, verdictOf(result)]));
  return { byName, results, text };
}

const skip = ["microphone", "camera"] as const;

test("in Node.js without WebRTC, both ways to the server are checked, and the rest is skipped with a reason", async () => {
  const { url, count } = await startServer();
  const reported: CheckResult[] = [];
  const onResult = (result: CheckResult) => reported.push(result);
  const { byName, results, text } = await verdicts({ url, token, onResult });
  expect(byName).toEqual({
    microphone: "skipped: no-media-api",
    camera: "skipped: no-media-api",
    websocket: "passed",
    polling: "passed",
    stun: "skipped: no-webrtc",
    "turn-udp": "skipped: no-webrtc",
    "turn-tcp": "skipped: no-webrtc",
    "turn-tls": "skipped: no-webrtc",
    relay: "skipped: no-webrtc",
  });
  expect(results.map(({ name }) => name)).toEqual(Object.keys(checkLabels));
  expect(new Set(reported)).toEqual(new Set(results));
  expect(text).not.toContain(token);
  await expect.poll(() => [count("peer.joined"), count("peer.left")]).toEqual([2, 2]);
});

test("[case N6] an unknown check to skip is refused, and an infinite time limit is none", async () => {
  await expect(checkNetwork({ url: "http://host", skip: ["video" as "camera"] })).rejects.toThrow(
    "`skip` contains video; use some of microphone, camera, websocket",
  );
  const text = "camera" as unknown as readonly "camera"[];
  await expect(checkNetwork({ url: "http://host", skip: text })).rejects.toThrow("`skip` contains");
  const { url } = await startServer();
  const { byName } = await verdicts({ url, token, skip, timeoutMs: Number.POSITIVE_INFINITY });
  expect(byName).toMatchObject({ websocket: "passed", polling: "passed" });
});

test("a server that refuses the token is named as the reason, without the token", async () => {
  const { url } = await startServer();
  const RTCPeerConnection = NodeConnection as unknown as ConnectionConstructor;
  const options = { url, token: "a wrong token", RTCPeerConnection, skip };
  const { byName, text } = await verdicts(options);
  expect(byName).toEqual({
    websocket: "failed: signaling-refused",
    polling: "failed: signaling-refused",
    stun: "skipped: no-ice-servers",
    "turn-udp": "skipped: no-ice-servers",
    "turn-tcp": "skipped: no-ice-servers",
    "turn-tls": "skipped: no-ice-servers",
    relay: "skipped: no-ice-servers",
  });
  expect(text).toContain("plain WebSocket: forbidden: ");
  expect(text).not.toContain("a wrong token");
});

test("a token function that fails is a result, without its error", async () => {
  const { url } = await startServer();
  const failing = () => Promise.reject(new Error("secret"));
  const { byName, text } = await verdicts({ url, token: failing, skip });
  expect(byName).toMatchObject({
    websocket: "failed: token-failed",
    polling: "failed: token-failed",
  });
  expect(text).not.toContain("secret");
});

test("where the plain WebSocket is off, Socket.IO over a WebSocket counts", async () => {
  const { url } = await startServer({ websocketPath: "off" });
  const { results } = await verdicts({ url, token, skip: [...skip, "polling"] });
  expect(results[0]).toMatchObject({
    name: "websocket",
    status: "passed",
    details: [
      expect.stringMatching(/^plain WebSocket: /),
      expect.stringMatching(/^Socket\.IO over WebSocket: round trip \d+ ms$/),
    ],
  });
});

test("a server that does not answer costs the time limit, and the report names no password", async () => {
  const silent = createServer();
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  onTestFinished(() => {
    silent.close();
  });
  const { port } = silent.address() as AddressInfo;
  const url = `http://user:password@127.0.0.1:${port}/?key=password`;
  const { byName, text } = await verdicts({ url, skip, timeoutMs: 50 });
  expect(byName).toMatchObject({
    websocket: "failed: websocket-unreachable",
    polling: "failed: polling-unreachable",
  });
  expect(text).not.toContain("password");
});

test("without a server, only the given ICE servers are checked", async () => {
  const RTCPeerConnection = NodeConnection as unknown as ConnectionConstructor;
  const { byName } = await verdicts({
    skip: [...skip, "websocket", "polling"],
    rtc: { iceServers: [] },
    RTCPeerConnection,
  });
  expect(byName).toEqual({
    stun: "skipped: no-stun-server",
    "turn-udp": "skipped: no-turn-server",
    "turn-tcp": "skipped: no-turn-server",
    "turn-tls": "skipped: no-turn-server",
    relay: "skipped: no-turn-server",
  });
});

test("a canceled check rejects with the reason of its signal, and leaves the server", async () => {
  const { url, count } = await startServer();
  const reason = new Error("not wanted any more");
  const early = checkNetwork({ url, token, signal: AbortSignal.abort(reason) });
  await expect(early).rejects.toBe(reason);
  const controller = new AbortController();
  const onResult = ({ name }: CheckResult) => {
    if (name === "websocket") controller.abort(reason);
  };
  const checking = checkNetwork({ url, token, skip, onResult, signal: controller.signal });
  await expect(checking).rejects.toBe(reason);
  await expect.poll(() => count("socket.connected") - count("socket.disconnected")).toBe(0);
});

test("an invalid option rejects", async () => {
  await expect(checkNetwork({})).rejects.toMatchObject({ code: "bad-message" });
});
