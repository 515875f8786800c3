import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { startServerHere } from "../../../testing/kit/server-here.ts";
import { memoryCluster } from "../src/cluster/memory-cluster.ts";
import { Administrator, adminToken, removal, startAdministered } from "./administrator.ts";
import { caughtUp } from "./nodes.ts";
import { peer, StockClient } from "./stock-client.ts";
import { jwt, tokenOf } from "./tokens.ts";

/** Options of a server that trusts the identity in the credentials. */
const trusting = {
  authenticate: ({ subject, tokenId }: Readonly<Record<string, unknown>>) => ({
    subject: String(subject),
    ...(tokenId === undefined ? {} : { tokenId: String(tokenId) }),
    permissions: ["broadcast", "relay"] as const,
  }),
};

const as = (subject: string, tokenId?: string) => ({ auth: { subject, tokenId } });

/** Returns the code with which a client is refused. */
async function refusalOf(url: string, options: { readonly auth?: Record<string, unknown> }) {
  const [event, error] = await new StockClient(url, options).received();
  if (event === "connect_error") return (error as { data: { code: string } }).data.code;
  return (error as { code: string }).code;
}

test("[N11] a banned identity is disconnected, and refused until the ban is lifted", async () => {
  const { url, administrator, facts } = await startAdministered(trusting);
  const eve = await peer(url, "eve", as("eve"));
  const elsewhere = await peer(url, "eve2", { ...as("eve"), room: "other" });
  const ada = await peer(url, "ada", as("ada"));
  expect(await eve.envelope()).toMatchObject({ from: "ada" });
  const ban = { kind: "identity", value: "eve", seconds: 600 };
  const { status, body } = await administrator.ask("POST", "/admin/bans", ban);
  expect([status, body]).toEqual([200, { kicked: 2, until: expect.any(String) }]);
  const { until } = body as { until: string };
  expect(Date.parse(until) - Date.now()).toBeGreaterThan(500_000);
  expect(await eve.received()).toEqual(removal("kicked"));
  expect(await elsewhere.received()).toEqual(removal("kicked"));
  expect(await ada.envelope()).toMatchObject({ from: "eve", action: "close" });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    expect(await refusalOf(url, as("eve"))).toBe("kicked");
  }
  await peer(url, "bob", as("bob"));
  expect(await administrator.ask("DELETE", "/admin/bans/identity/eve")).toMatchObject({
    status: 200,
    body: { lifted: 1 },
  });
  for (const peerId of ["eve", "eve2"]) await peer(url, peerId, as("eve"));
  expect(facts).toContainEqual(
    expect.objectContaining({ type: "ban.added", value: "eve", seconds: 600, sessions: 2 }),
  );
  expect(facts.filter(({ type }) => type === "ban.lifted")).toHaveLength(1);
});

test("[N11] an away session of a banned identity cannot be resumed", async () => {
  const { url, administrator, facts } = await startAdministered(trusting);
  const eve = await new StockClient(url, as("eve")).connected();
  const reply = await eve.ask("ready", "eve", { session: true });
  const { id, secret } = (reply as { value: { session: { id: string; secret: string } } }).value
    .session;
  eve.socket.io?.engine.close();
  if (!eve.socket.io) eve.socket.disconnect();
  await expect
    .poll(() => facts.some(({ type }) => type === "peer.away" || type === "peer.left"))
    .toBe(true);
  await administrator.ask("POST", "/admin/bans", { kind: "identity", value: "eve", seconds: 60 });
  await administrator.ask("DELETE", "/admin/bans/identity/eve");
  const again = await new StockClient(url, as("eve")).connected();
  const claim = { id, secret, attempt: 1 };
  expect(await again.ask("ready", "eve", { session: claim })).toMatchObject({ ok: false });
});

test("[N11] a kick may ban the identity of the peer", async () => {
  const { url, administrator } = await startAdministered(trusting);
  const eve = await peer(url, "peer of eve", as("eve"));
  await caughtUp(url);
  const path = "/admin/rooms/lobby/peers/peer%20of%20eve";
  expect(await administrator.ask("DELETE", `${path}?banSeconds=60`)).toMatchObject({
    status: 200,
    body: { kicked: 1 },
  });
  expect(await eve.received()).toEqual(removal("kicked"));
  expect(await refusalOf(url, as("eve"))).toBe("kicked");
  expect(await administrator.ask("DELETE", `${path}?banSeconds=0`)).toMatchObject({ status: 400 });
});

test("[N11] a peer without an identity is not banned by a kick, and stays", async () => {
  const { url, administrator } = await startAdministered();
  const ada = await peer(url, "ada");
  const path = "/admin/rooms/lobby/peers/ada?banSeconds=60";
  expect(await administrator.ask("DELETE", path)).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining("has no identity to ban") },
  });
  await ada.receivedNothingMore("ada");
});

test.each(["127.0.0.1", "::ffff:127.0.0.1"])(
  "[N11] the banned address %s is disconnected and refused, and its administrator can lift the ban",
  async (value) => {
    const { url, administrator } = await startAdministered();
    const ada = await peer(url, "ada");
    const ban = { kind: "address", value, seconds: 60 };
    expect(await administrator.ask("POST", "/admin/bans", ban)).toMatchObject({
      body: { kicked: 1 },
    });
    expect(await ada.received()).toEqual(removal("kicked"));
    expect(await refusalOf(url, {})).toBe("kicked");
    await administrator.ask("DELETE", `/admin/bans/address/${value}`);
    await peer(url, "ada");
  },
);

test("[N11] [N9] the zone of a banned address is ignored", async () => {
  const { administrator } = await startAdministered();
  const ban = { kind: "address", value: "fe80::1%eth0", seconds: 60 };
  expect(await administrator.ask("POST", "/admin/bans", ban)).toMatchObject({ status: 200 });
  expect(await administrator.ask("DELETE", "/admin/bans/address/fe80::2")).toMatchObject({
    body: { lifted: 1 },
  });
});

test("[N12] a revoked token is disconnected and refused, but not another token of its user", async () => {
  const { url, administrator } = await startAdministered({ ...jwt, adminToken });
  const [old, fresh] = [tokenOf({ jti: "old" }), tokenOf({ jti: "new" })];
  const first = await peer(url, "first", { auth: { token: old } });
  const second = await peer(url, "second", { auth: { token: fresh } });
  const refreshed = await peer(url, "third", { auth: { token: old } });
  expect(await refreshed.ask("refresh", { token: fresh })).toMatchObject({ ok: true });
  await first.envelope();
  await first.envelope();
  const ban = { kind: "token", value: "old", seconds: 60 };
  expect(await administrator.ask("POST", "/admin/bans", ban)).toMatchObject({
    body: { kicked: 1 },
  });
  expect(await first.received()).toEqual(removal("kicked"));
  expect(await refusalOf(url, { auth: { token: old } })).toBe("forbidden");
  expect(await second.ask("refresh", { token: old })).toMatchObject({
    ok: false,
    code: "forbidden",
    reason: expect.stringContaining("revoked"),
  });
  expect(await second.ask("refresh", { token: fresh })).toMatchObject({ ok: true });
});

test("[N12] a revoked token of an administrator gives no access to administration", async () => {
  const { url, administrator } = await startAdministered({ ...jwt, adminToken });
  const root = new Administrator(url, tokenOf({ jti: "root", permissions: ["admin"] }));
  expect(await root.ask("GET", "/admin/rooms")).toMatchObject({ status: 200 });
  await administrator.ask("POST", "/admin/bans", { kind: "token", value: "root", seconds: 60 });
  expect(await root.ask("GET", "/admin/rooms")).toMatchObject({ status: 401 });
  expect(await root.ask("GET", "/connections")).toMatchObject({ status: 401 });
  await administrator.ask("DELETE", "/admin/bans/token/root");
  await administrator.ask("POST", "/admin/bans", { kind: "identity", value: "ada", seconds: 60 });
  expect(await root.ask("GET", "/admin/rooms")).toMatchObject({ status: 401 });
});

test("[N13] bans are listed by kind and value, in pages", async () => {
  const { administrator } = await startAdministered();
  const ban = (kind: string, value: string) =>
    administrator.ask("POST", "/admin/bans", { kind, value, seconds: 60 });
  await ban("token", "t");
  await ban("identity", "team/red");
  await ban("address", "2001:db8:0:1::7");
  await ban("identity", "lifted");
  await administrator.ask("DELETE", "/admin/bans/identity/lifted");
  const until = expect.any(String);
  const first = await administrator.ask("GET", "/admin/bans?limit=2");
  expect(first.body).toEqual({
    bans: [
      { kind: "address", value: "2001:db8:0:1::/64", until },
      { kind: "identity", value: "team/red", until },
    ],
    next: "identity team/red",
  });
  const { body } = await administrator.ask("GET", "/admin/bans?after=identity%20team%2Fred");
  expect(body).toEqual({ bans: [{ kind: "token", value: "t", until }] });
  for (const path of ["identity/team%2Fred", "address/2001:db8:0:1::9"]) {
    expect(await administrator.ask("DELETE", `/admin/bans/${path}`)).toMatchObject({ status: 200 });
    expect(await administrator.ask("DELETE", `/admin/bans/${path}`)).toMatchObject({ status: 404 });
  }
});

test.each([
  { kind: "room", value: "x", seconds: 60 },
  { kind: "identity", value: "", seconds: 60 },
  { kind: "identity", value: "x", seconds: 0 },
  { kind: "identity", value: "x", seconds: 31_536_001 },
  { kind: "identity", value: "x" },
  { kind: "address", value: "10.0.0.0/8", seconds: 60 },
])("[N11] [N9] a ban of another shape is refused: %o", async (ban) => {
  const { administrator } = await startAdministered();
  expect(await administrator.ask("POST", "/admin/bans", ban)).toMatchObject({ status: 400 });
});

test("[N14] a server that starts later knows the bans of the others", async () => {
  const options = { ...trusting, adminToken, cluster: memoryCluster() };
  const first = await startServerHere(options);
  const administrator = new Administrator(first.url);
  const subject = randomUUID();
  await administrator.ask("POST", "/admin/bans", { kind: "identity", value: subject, seconds: 60 });
  const second = await startServerHere(options);
  expect(await refusalOf(second.url, as(subject))).toBe("kicked");
});
