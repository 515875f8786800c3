import { ServerChannel } from "simple-webrtc-signaling-client";
import type { Fact, SignalingServerOptions } from "simple-webrtc-signaling-server";
import { onTestFinished } from "vitest";
import { startSignaling } from "./client/signaling.ts";
import { transportOptions } from "./client-transport.ts";
import { startUpgradeProxy, type Upgrades } from "./upgrade-proxy.ts";

/** Half of this time is the limit for a WebSocket that worked before. */
const timeoutMs = 8_000;

/** Starts a server, and collects its facts. */
export async function startServer(options: SignalingServerOptions = {}) {
  const facts: Fact[] = [];
  const url = await startSignaling({ ...options, report: (fact) => facts.push(fact) });
  return { url, facts };
}

/** A server behind a network that treats WebSockets as given. */
export async function start(upgrades: Upgrades, options: SignalingServerOptions = {}) {
  const server = await startServer(options);
  return { server, proxy: await startUpgradeProxy(server.url, upgrades) };
}

/** Returns a channel that disconnects at the end of the test. */
export function channelTo(url: string, peerId = "ada") {
  const channel = new ServerChannel({ url, peerId, timeoutMs, ...transportOptions });
  onTestFinished(() => channel.disconnect());
  return channel;
}

/** Resolves when the channel is connected again, with its session or a new one. */
export function readyAgain(channel: ServerChannel): Promise<unknown> {
  return Promise.race([
    new Promise((resolve) => channel.once("ready", resolve)),
    new Promise((resolve) => channel.once("resumed", resolve)),
  ]);
}
