import type { Reply } from "simple-webrtc-signaling-protocol";
import { expect, test } from "vitest";
import { type ResumableValue, type SessionClient, sessionClient } from "./session-client.ts";
import { type RunningServer, startServer } from "./start-server.ts";
import { peer } from "./stock-client.ts";

const sessionKey = "a key for the sessions of these tests";

type Session = ResumableValue["session"];

/** Claims a session on a new connection. */
async function claim(
  { url }: RunningServer,
  { id, secret }: Session,
  attempt: number,
): Promise<{ readonly client: SessionClient; readonly reply: Reply<ResumableValue> }> {
  const client = await sessionClient(url);
  const session = { id, secret, attempt };
  return {
    client,
    reply: (await client.ask("ready", "ada", { session })) as Reply<ResumableValue>,
  };
}

async function resumed(server: RunningServer, session: Session, attempt = 1): Promise<Session> {
  const { reply } = await claim(server, session, attempt);
  expect(reply).toMatchObject({ ok: true, value: { isResumed: true } });
  return (reply as Reply<ResumableValue> & { ok: true }).value.session;
}

/** Returns all secrets of a session of an ended process, in the order in which they were issued. */
async function secretsOfEarlierProcess(): Promise<readonly [Session, Session, Session]> {
  const server = await startServer({ sessionKey });
  const { session: first } = await (await sessionClient(server.url)).ready("ada");
  const second = await resumed(server, first, 1);
  const third = await resumed(server, second, 2);
  await server.close();
  return [first, second, third];
}

const lost = { ok: false, code: "session-lost" };

test("[E16] after a restart the newest secret takes the session from a connection that showed an older one", async () => {
  const [stale, , newest] = await secretsOfEarlierProcess();
  const server = await startServer({ sessionKey });
  const other = await claim(server, stale, 1_000);
  expect(other.reply).toMatchObject({ ok: true });
  const bob = await peer(server.url, "bob");

  const owner = await claim(server, newest, 3);

  expect(owner.reply).toMatchObject({ ok: true, value: { isResumed: true } });
  expect(await other.client.received()).toMatchObject([
    "signalingError",
    { code: "peer-replaced" },
  ]);
  expect((await claim(server, stale, 2_000)).reply).toMatchObject(lost);
  if (!other.reply.ok) throw new Error(other.reply.reason);
  expect((await claim(server, other.reply.value.session, 2_001)).reply).toMatchObject(lost);
  await bob.ask("messageOne", { target: "ada", message: "hello" });
  expect(await owner.client.envelope()).toMatchObject({ from: "bob", message: "hello" });
  await bob.receivedNothingMore("bob");
});

test("[E16] after a restart an older secret cannot claim a session that was resumed with a newer one", async () => {
  const [stale, older, newest] = await secretsOfEarlierProcess();
  const server = await startServer({ sessionKey });
  const { client, reply } = await claim(server, newest, 3);
  expect(reply).toMatchObject({ ok: true });
  for (const secret of [stale, older]) {
    expect((await claim(server, secret, 1_000)).reply).toMatchObject(lost);
  }
  await client.ask("messageOne", { target: "ada", message: "still there" });
  expect(await client.envelope()).toMatchObject({ from: "ada", message: "still there" });
});

test("[E16] [E4] the same secret is accepted again, because the reply may have been lost", async () => {
  const [, , newest] = await secretsOfEarlierProcess();
  const server = await startServer({ sessionKey });
  await resumed(server, newest, 3);
  const next = await resumed(server, newest, 4);
  await resumed(server, next, 5);
  expect((await claim(server, newest, 6)).reply).toMatchObject(lost);
});

test("[E16] a leave with an older secret does not end the session of a newer one", async () => {
  const [stale, , newest] = await secretsOfEarlierProcess();
  const server = await startServer({ sessionKey });
  const { client } = await claim(server, stale, 1_000);
  client.socket.disconnect();
  await expect.poll(() => server.facts.some(({ type }) => type === "peer.left")).toBe(true);
  expect((await claim(server, stale, 1_001)).reply).toMatchObject(lost);
  await resumed(server, newest, 3);
});

test("[E16] secrets issued for an older secret never prevail, after any number of restarts", async () => {
  const [first] = await secretsOfEarlierProcess();
  const second = await startServer({ sessionKey });
  const owners = await resumed(second, first, 1);
  await second.close();

  const third = await startServer({ sessionKey });
  let stales = await resumed(third, first, 1);
  for (let attempt = 2; attempt < 8; attempt += 1) stales = await resumed(third, stales, attempt);
  const ownersNext = await resumed(third, owners, 2);
  await third.close();

  const fourth = await startServer({ sessionKey });
  await resumed(fourth, stales, 100);
  await resumed(fourth, ownersNext, 3);
  expect((await claim(fourth, stales, 101)).reply).toMatchObject(lost);
});

test("[E2] [R3] a session with names of maximum length can be resumed", async () => {
  const { url } = await startServer();
  const longest = "𝄞".repeat(128);
  const { session } = await (await sessionClient(url)).ready(longest, { room: longest });
  const again = await sessionClient(url);
  const asked = { room: longest, session: { ...session, attempt: 1 } };
  expect(await again.ready(longest, asked)).toMatchObject({ isResumed: true });
});
