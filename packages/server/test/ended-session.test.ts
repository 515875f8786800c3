import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startServerProcess, urlOf } from "./server-process.ts";
import { type ResumableValue, sessionClient } from "./session-client.ts";
import { type RunningServer, startServer, token } from "./start-server.ts";
import { StockClient, type StockClientOptions } from "./stock-client.ts";
import { jwt, tokenOf } from "./tokens.ts";

const sessionKey = "a key for the sessions of these tests";
const adminToken = "an administrator of these tests";

type Session = ResumableValue["session"];

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ended-sessions-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function remove(url: string, path: string): Promise<void> {
  const headers = { authorization: `Bearer ${adminToken}` };
  const { status } = await fetch(`${url}/admin/rooms/${path}`, { method: "DELETE", headers });
  expect(status).toBe(200);
}

async function claim(
  url: string,
  peerId: string,
  session: Session,
  options: StockClientOptions & { readonly room?: string } = {},
): Promise<unknown> {
  const { room = "lobby", ...rest } = options;
  const client = await sessionClient(url, rest);
  return client.ask("ready", peerId, { room, session: { ...session, attempt: 100 } });
}

const lost = { ok: false, code: "session-lost" };
const resumed = { ok: true, value: { isResumed: true } };

test("[E17] [E14] a later process resumes no session that had left, was kicked or whose room was closed before a crash", async () => {
  const settings = {
    TOKEN: token,
    ADMIN_TOKEN: adminToken,
    SESSION_KEY: sessionKey,
    SESSION_FOLDER: temporaryFolder(),
    SESSION_GRACE: "120",
    HOST: "127.0.0.1",
    PORT: "0",
  };
  const first = startServerProcess([], settings);
  const url = await urlOf(first);
  const rooms = { ada: "lobby", bob: "lobby", carol: "attic", dora: "lobby" };
  const clients = new Map(
    await Promise.all(
      Object.entries(rooms).map(async ([name, room]) => {
        const client = await sessionClient(url);
        return [name, { client, ...(await client.ready(name, { room })) }] as const;
      }),
    ),
  );
  const sessionOf = (name: string) => clients.get(name)?.session as Session;
  clients.get("ada")?.client.socket.disconnect();
  await first.line(/"type":"peer.left","peerId":"ada"/);
  await remove(url, "lobby/peers/bob");
  await remove(url, "attic");
  first.signal("SIGKILL");
  await first.exit;

  const next = await urlOf(startServerProcess([], settings));
  expect(await claim(next, "ada", sessionOf("ada"))).toMatchObject(lost);
  const stranger = { ...sessionOf("bob"), secret: sessionOf("dora").secret };
  expect(await claim(next, "bob", stranger)).toMatchObject(lost);
  expect(await claim(next, "bob", sessionOf("bob"))).toMatchObject({ ok: false, code: "kicked" });
  expect(await claim(next, "carol", sessionOf("carol"), { room: "attic" })).toMatchObject({
    ok: false,
    code: "room-closed",
  });
  expect(await claim(next, "dora", sessionOf("dora"))).toMatchObject(resumed);
});

/** Closes a server and starts another one with the same key, which for sessions equals a new process. */
async function restarted(
  server: RunningServer,
  options: Parameters<typeof startServer>[0],
): Promise<RunningServer> {
  await server.close();
  return startServer(options);
}

test("[E17] a later process resumes no session whose grace period was over or that was replaced", async () => {
  const options = {
    ...jwt,
    sessionKey,
    sessionFolder: temporaryFolder(),
    sessionGrace: 1,
    pingSeconds: 1,
    pingTimeoutSeconds: 1,
  };
  const auth = { token: tokenOf({ sub: "ada" }) };
  const server = await startServer(options);
  const [away, replaced, present] = await Promise.all(
    ["away", "id", "present"].map(async (name) => {
      const client = await sessionClient(server.url, { auth });
      return { client, session: (await client.ready(name)).session };
    }),
  );
  away?.client.lose();
  await expect.poll(() => server.facts.map(({ type }) => type)).toContain("peer.left");
  const later = await new StockClient(server.url, { auth }).connected();
  await expect.poll(() => later.ask("ready", "id"), { timeout: 5_000 }).toMatchObject({ ok: true });

  const next = await restarted(server, { ...options, sessionGrace: 120 });
  const session = (of: typeof away) => of?.session as Session;
  expect(await claim(next.url, "away", session(away), { auth })).toMatchObject(lost);
  expect(await claim(next.url, "id", session(replaced), { auth })).toMatchObject(lost);
  expect(await claim(next.url, "present", session(present), { auth })).toMatchObject(resumed);
});

test("[E17] [E16] a leave with an older secret does not end the session of the newer secret, even after another restart", async () => {
  const options = { sessionKey, sessionFolder: temporaryFolder() };
  const first = await startServer(options);
  const { session: stale } = await (await sessionClient(first.url)).ready("ada");
  const newest = (await claim(first.url, "ada", stale)) as { readonly value: ResumableValue };
  const second = await restarted(first, options);
  const other = await sessionClient(second.url);
  await other.ready("ada", { session: { ...stale, attempt: 101 } });
  other.socket.disconnect();
  await expect.poll(() => second.facts.map(({ type }) => type)).toContain("peer.left");

  const third = await restarted(second, options);
  expect(await claim(third.url, "ada", stale)).toMatchObject(lost);
  expect(await claim(third.url, "ada", newest.value.session)).toMatchObject(resumed);
});

test("[E17] a record that cannot be written does not prevent leaves and kicks, and is reported once", async () => {
  const sessionFolder = join(temporaryFolder(), "sessions");
  const { url, facts } = await startServer({ sessionKey, sessionFolder, adminToken });
  rmSync(sessionFolder, { recursive: true });
  writeFileSync(sessionFolder, "in its place");
  const watcher = await sessionClient(url);
  await watcher.ready("watcher");
  for (const name of ["ada", "bob"]) {
    const client = await sessionClient(url);
    await client.ready(name);
    if (name === "ada") client.socket.disconnect();
    else await remove(url, "lobby/peers/bob");
    expect(await watcher.nextLeft()).toMatchObject([{ peerId: name }]);
  }
  const failures = facts.filter(({ type }) => type === "session-record.failed");
  expect(failures).toMatchObject([{ folder: sessionFolder }]);
});

test("[E17] a server without SESSION_KEY records nothing", async () => {
  const sessionFolder = join(temporaryFolder(), "sessions");
  const { url, facts } = await startServer({ sessionFolder });
  const ada = await sessionClient(url);
  await ada.ready("ada");
  ada.socket.disconnect();
  await expect.poll(() => facts.map(({ type }) => type)).toContain("peer.left");
  expect(() => rmSync(sessionFolder, { recursive: true })).toThrow("ENOENT");
});
