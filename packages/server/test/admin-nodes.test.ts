import { expect, test } from "vitest";
import { memoryCluster } from "../src/cluster/memory-cluster.ts";
import { directNetwork } from "../src/cluster/network.ts";
import { Administrator, adminToken, startAdministered } from "./administrator.ts";
import { SessionClient } from "./session-client.ts";
import { startServer } from "./start-server.ts";
import { peer, StockClient } from "./stock-client.ts";

interface Listed {
  readonly nodes: readonly { readonly node: string; readonly isHere: boolean }[];
}

const time = expect.stringMatching(/^20\S+Z$/);

test("[N15] all servers are listed with their sessions, also one that does not answer", async () => {
  let isCut = false;
  let joined = 0;
  /** Can be cut for the second server. */
  const network = () => {
    const { carry, deliver } = directNetwork();
    joined += 1;
    const isSecond = joined === 2;
    return {
      carry,
      deliver: (work: () => void) => (isSecond && isCut ? undefined : deliver(work)),
    };
  };
  const cluster = memoryCluster({ network });
  const near = await startServer({ cluster, adminToken });
  const far = await startServer({ cluster, adminToken });
  await peer(near.url, "ada");
  await new StockClient(near.url).connected();
  const lost = new SessionClient(far.url);
  await lost.ready("bob", { room: "attic" });
  lost.lose();
  const administrator = new Administrator(near.url);
  const list = async () => (await administrator.ask("GET", "/admin/nodes")).body as Listed;
  const status = { version: expect.any(String), startedAt: time, state: "ready", rooms: 1 };
  await expect
    .poll(async () =>
      (await list()).nodes.toSorted((one, two) => Number(two.isHere) - Number(one.isHere)),
    )
    .toEqual([
      {
        node: expect.any(String),
        isHere: true,
        status: { ...status, visitors: 1, peers: 1, away: 0 },
      },
      {
        node: expect.any(String),
        isHere: false,
        status: { ...status, visitors: 0, peers: 0, away: 1 },
      },
    ]);
  isCut = true;
  const { nodes } = await list();
  isCut = false;
  expect(nodes.find(({ isHere }) => !isHere)).toEqual({ node: expect.any(String), isHere: false });
});

test("[N16] a server is drained through another one, and ends when its clients have left", async () => {
  const cluster = memoryCluster();
  const near = await startServer({ cluster, adminToken });
  const far = await startServer({ cluster, adminToken, drainSeconds: 1 });
  const bob = await peer(far.url, "bob");
  const administrator = new Administrator(near.url);
  const { body } = await administrator.ask("GET", "/admin/nodes");
  const other = (body as Listed).nodes.find(({ isHere }) => !isHere)?.node;
  expect(await administrator.ask("DELETE", `/admin/nodes/${other}`)).toMatchObject({
    status: 200,
    body: { sockets: 1 },
  });
  expect(near.facts).toContainEqual({ type: "drain.requested", node: other, actor: undefined });
  expect(await bob.received()).toEqual(["disconnect", expect.any(String), expect.anything()]);
  await expect.poll(() => far.facts.at(-1)).toEqual({ type: "server.closed" });
  await expect
    .poll(async () => (await administrator.ask("GET", "/admin/nodes")).body)
    .toMatchObject({ nodes: [{ isHere: true, status: { state: "ready" } }] });
  expect(await administrator.ask("DELETE", `/admin/nodes/${other}`)).toMatchObject({
    status: 404,
    body: { error: expect.stringContaining("no server has the id") },
  });
});

test("[N16] a server without clients answers before it closes itself", async () => {
  const { facts, administrator } = await startAdministered();
  const { body } = await administrator.ask("GET", "/admin/nodes");
  const [here] = (body as Listed).nodes;
  const answer = await administrator.ask("DELETE", `/admin/nodes/${here?.node}`);
  expect(answer).toMatchObject({ status: 200, body: { sockets: 0 } });
  await expect.poll(() => facts.at(-1)).toEqual({ type: "server.closed" });
});

test("[N17] a peer is returned with its connection, its session and its limits, from any server", async () => {
  const cluster = memoryCluster();
  const expiresAtMs = Date.now() + 600_000;
  const options = {
    cluster,
    adminToken,
    messagesBurst: 50,
    joinsPerMinute: 0,
    refreshesPerMinute: 0,
    identityShare: 2,
    addressShare: 0,
    authenticate: () => ({ subject: "user 1", permissions: ["relay" as const], expiresAtMs }),
  };
  const near = await startServer(options);
  const far = await startServer(options);
  const ada = new SessionClient(far.url);
  const { session } = await ada.ready("ada", { room: "b/c", metadata: { is: "here" } });
  const administrator = new Administrator(near.url);
  const path = `/admin/rooms/${encodeURIComponent("b/c")}/peers/ada`;
  const level = { limit: "messages", perSecond: expect.any(Number), left: expect.any(Number) };
  const known = {
    room: "b/c",
    peerId: "ada",
    socketId: ada.socket.id,
    subject: "user 1",
    metadata: { is: "here" },
    joinedAt: time,
    node: expect.any(String),
    sessionId: session.id,
  };
  const { body } = await administrator.ask("GET", path);
  expect(body).toEqual({
    ...known,
    state: "connected",
    connection: {
      gateway: expect.stringMatching(/^(socketio|websocket)$/),
      address: "127.0.0.1",
      openedAt: time,
      expiresAt: new Date(expiresAtMs).toISOString(),
      limits: [
        { ...level, of: "socket", burst: 50 },
        { ...level, of: "identity", burst: 100 },
      ],
    },
  });
  expect(JSON.stringify(body)).not.toContain(session.secret);
  ada.lose();
  await expect
    .poll(async () => (await administrator.ask("GET", path)).body)
    .toEqual({ ...known, state: "away", awayUntil: time });
  const unknown = await administrator.ask("GET", "/admin/rooms/attic/peers/ada");
  expect(unknown).toMatchObject({ status: 404, body: { error: expect.stringContaining("ada") } });
});
