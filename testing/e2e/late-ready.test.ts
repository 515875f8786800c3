import { createHmac } from "node:crypto";
import { SocketIoChannel } from "simple-webrtc-signaling-client";
import { expect, onTestFinished, test } from "vitest";
import { FaultProxy } from "../kit/fault-proxy.ts";
import { startServerHere } from "../kit/server-here.ts";

const jwtSecret = "the secret of the tokens of these tests";

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function tokenOf(sub: string): string {
  const exp = Math.floor(Date.now() / 1_000) + 600;
  const signed = `${base64url({ alg: "HS256" })}.${base64url({ iss: "tests", aud: "server", sub, exp })}`;
  return `${signed}.${createHmac("sha256", jwtSecret).update(signed).digest("base64url")}`;
}

/** A server behind a network that holds the packets of the first client after its connect, until it heals. */
async function start() {
  let network: FaultProxy | undefined;
  let connected = 0;
  const { url, port, facts } = await startServerHere({
    auth: "jwt",
    jwtSecret,
    jwtAudience: "server",
    jwtIssuer: "tests",
    // Longer than the test: the heartbeat must not end the first connection.
    pingSeconds: 60,
    pingTimeoutSeconds: 60,
    report: ({ type }) => {
      if (type !== "socket.connected") return;
      connected += 1;
      if (connected === 1) network?.blackhole("up");
    },
  });
  const proxy = await FaultProxy.start({ host: "127.0.0.1", port });
  network = proxy;
  onTestFinished(() => proxy.close());
  return { url, proxy, facts };
}

function channelTo(url: string, options: { readonly timeoutMs?: number } = {}) {
  const channel = new SocketIoChannel({ url, peerId: "ada", token: tokenOf("ada"), ...options });
  const errors: string[] = [];
  channel.on("error", ({ code }) => errors.push(code));
  onTestFinished(() => channel.disconnect());
  return { channel, errors };
}

test.each([
  ["it has given up by then", { timeoutMs: 5_000 }, "unavailable"],
  ["it still waits", { timeoutMs: 60_000 }, "peer-replaced"],
] as const)(
  "[E15] a late `ready` of an earlier channel does not end a later channel: %s",
  async (_, options, outcome) => {
    const { url, proxy, facts } = await start();
    const first = channelTo(proxy.url, options);
    const connecting = first.channel.connect().catch(() => {});
    await expect.poll(() => facts.map(({ type }) => type)).toContain("socket.connected");
    if (outcome === "unavailable") await connecting;
    const second = channelTo(url);
    await second.channel.connect();
    proxy.heal();
    const decided = () =>
      facts.filter((fact) => fact.type === "peer.replaced" || fact.type === "request.refused");
    await expect.poll(decided).toMatchObject([{ type: "request.refused", code: "peer-replaced" }]);
    await expect.poll(() => first.errors).toEqual([outcome]);
    await second.channel.sendTo("ada", "still there");
    expect([first.channel.state, second.channel.state, second.errors]).toEqual([
      "closed",
      "connected",
      [],
    ]);
  },
);
