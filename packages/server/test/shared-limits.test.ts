import { randomBytes } from "node:crypto";
import type { IceServersValue } from "simple-webrtc-signaling-protocol";
import { expect, test } from "vitest";
import { memoryCluster } from "../src/cluster/memory-cluster.ts";
import type { SignalingServerOptions } from "../src/index.ts";
import { Clock } from "./clock.ts";
import { sessionClient } from "./session-client.ts";
import { type RunningServer, startServer, token } from "./start-server.ts";
import { peer } from "./stock-client.ts";
import { jwt, tokenOf } from "./tokens.ts";

async function startTwo(options: SignalingServerOptions) {
  const cluster = memoryCluster();
  const start = () => startServer({ cluster, ...options });
  return (await Promise.all([start(), start()])) as [RunningServer, RunningServer];
}

async function get({ url }: RunningServer, path: string, bearer: string) {
  const headers = { authorization: `Bearer ${bearer}` };
  return fetch(`${url}/${path}`, { headers });
}

async function status(server: RunningServer, path: string, bearer: string): Promise<number> {
  return (await get(server, path, bearer)).status;
}

const turn = {
  turnUrls: ["turn:turn.example"],
  turnSecret: ["a secret of the TURN server of this test"],
};

test("[U8] [B8] failed authentications at several servers block their address on all of them", async () => {
  const [one, two] = await startTwo({ maxFailedAuthentications: 3 });
  for (const server of [one, two, one]) {
    expect(await status(server, "connections", token)).toBe(200);
    expect(await status(server, "connections", "wrong")).toBe(401);
  }
  for (const server of [one, two]) {
    await expect.poll(() => status(server, "connections", token)).toBe(429);
  }
});

test("[U8] [T5] requests for ICE servers at several servers are counted together", async () => {
  const clock = new Clock();
  const [one, two] = await startTwo({ ...jwt, ...turn, nowMs: clock.nowMs });
  await peer(one.url, "ada", { auth: { token: tokenOf() } });
  for (const server of [one, two, one, two, one, two]) {
    expect(await status(server, "ice-servers", tokenOf())).toBe(200);
  }
  for (const server of [one, two]) {
    expect(await status(server, "ice-servers", tokenOf())).toBe(429);
  }
});

test("[T2] [U3] the id of TURN credentials remains the same when the session moves to another server", async () => {
  const sessionKey = randomBytes(32).toString("base64url");
  const [one, two] = await startTwo({ ...turn, sessionKey });
  const idIn = ({ iceServers }: Partial<IceServersValue>) =>
    String(iceServers?.[0]?.username).split(":")[1];
  const ada = await sessionClient(one.url);
  const { session, ...first } = await ada.ready("ada", { iceServers: true });
  const again = await sessionClient(two.url);
  const claim = { iceServers: true, session: { ...session, attempt: 1 } };
  const moved = await again.ready("ada", claim);
  expect(idIn(moved)).toMatch(/^[\w-]{22}$/);
  expect(idIn(moved)).toBe(idIn(first));
  const other = await sessionClient(two.url);
  expect(idIn(await other.ready("bob", { iceServers: true }))).not.toBe(idIn(first));
});
