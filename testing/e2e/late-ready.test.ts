import { createHmac } from "node:crypto";
import { ServerChannel, type ServerChannelOptions } from "simple-webrtc-signaling-client";
import { expect, onTestFinished, test, vi } from "vitest";
import { FaultProxy } from "../kit/fault-proxy.ts";
import { startServerHere } from "../kit/server-here.ts";
import { isSocketIo, transportOptions } from "./client-transport.ts";

const jwtSecret = "the secret of the tokens of these tests";

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function tokenOf(sub: string): string {
  const exp = Math.floor(Date.now() / 1_000) + 600;
  const signed = `${base64url({ alg: "HS256" })}.${base64url({ iss: "tests", aud: "server", sub, exp })}`;
  return `${signed}.${createHmac("sha256", jwtSecret).update(signed).digest("base64url")}`;
}

/** A server behind a network that holds the `ready` of the first client, until it heals. */
async function start() {
  let network: FaultProxy | undefined;
  let connected = 0;
  const hold = () => network?.blackhole("up");
  const { url, port, facts } = await startServerHere({
    auth: "jwt",
    jwtSecret,
    jwtAudience: "server",
    jwtIssuer: "tests",
    // Longer than the test: the heartbeat must not end the first connection.
    pingSeconds: 60,
    pingTimeoutSeconds: 60,
    connectSeconds: 60,
    report: ({ type }) => {
      if (type !== "socket.connected") return;
      connected += 1;
      if (connected === 1 && isSocketIo) hold();
    },
  });
  const proxy = await FaultProxy.start({ host: "127.0.0.1", port });
  network = proxy;
  onTestFinished(() => proxy.close());
  /** On a plain WebSocket, the `ready` is sent together with the token. */
  const firstToken = vi.fn(() => {
    if (!isSocketIo) hold();
    return tokenOf("ada");
  });
  return { url, proxy, facts, firstToken };
}

function channelTo(url: string, options: Partial<ServerChannelOptions> = {}) {
  const token = tokenOf("ada");
  const channel = new ServerChannel({
    url,
    peerId: "ada",
    token,
    ...transportOptions,
    ...options,
  });
  const errors: string[] = [];
  channel.on("error", ({ code }) => errors.push(code));
  onTestFinished(() => channel.disconnect());
  return { channel, errors };
}

test.each([
  // On a plain WebSocket, its close frame arrives during the authentication.
  ...(isSocketIo
    ? ([["it has given up by then", { timeoutMs: 5_000 }, "unavailable"]] as const)
    : []),
  ["it still waits", { timeoutMs: 60_000 }, "peer-replaced"],
] as const)(
  "[E15] a late `ready` of an earlier channel does not end a later channel: %s",
  async (_, options, outcome) => {
    const { url, proxy, facts, firstToken } = await start();
    const first = channelTo(proxy.url, { ...options, token: firstToken });
    const connecting = first.channel.connect().catch(() => {});
    await expect.poll(() => firstToken.mock.calls).toHaveLength(1);
    if (isSocketIo) {
      await expect.poll(() => facts.map(({ type }) => type)).toContain("socket.connected");
    }
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
