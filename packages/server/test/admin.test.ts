import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, onTestFinished, test } from "vitest";
import { createSignalingServer } from "../src/index.ts";
import { Administrator, adminToken, removal, startAdministered } from "./administrator.ts";
import { startServer, token } from "./start-server.ts";
import { peer, StockClient } from "./stock-client.ts";
import { jwt, tokenOf } from "./tokens.ts";

/** Options of a server with an admin token that trusts the identity in the credentials. */
const startWithSubjects = () =>
  startAdministered({
    authenticate: ({ subject }) => ({
      subject: String(subject),
      permissions: ["broadcast", "relay"],
    }),
  });

test("[N1] without an admin token and without identities there are no administration routes", async () => {
  for (const auth of ["token", "none"] as const) {
    const { url } = await startServer({ auth });
    const administrator = new Administrator(url, token);
    for (const path of ["/admin/rooms", "/admin/openapi.json", "/admin/notices"]) {
      expect(await administrator.ask("GET", path)).toMatchObject({
        status: 404,
        body: { error: "path not found; see /" },
      });
    }
  }
});

test("[N1] [J7] an identity with the permission `admin` is an administrator, and facts contain its subject", async () => {
  const { url, facts } = await startServer(jwt);
  const root = tokenOf({ sub: "root", permissions: ["admin"] });
  const administrator = new Administrator(url, root);
  expect(await administrator.ask("GET", "/admin/rooms")).toMatchObject({ status: 200 });
  await administrator.ask("POST", "/admin/notices", { text: "Hello" });
  expect(facts).toContainEqual({
    type: "notice.sent",
    recipients: 0,
    actor: "root",
    room: undefined,
  });
});

test("[N2] a missing or wrong token is answered 401, an identity without the permission 403", async () => {
  const { url, facts } = await startServer({ ...jwt, adminToken });
  const statuses = async (shown: string) => {
    const { status, headers, body } = await new Administrator(url, shown).ask(
      "GET",
      "/admin/rooms",
    );
    expect(Object.keys(body as object)).toEqual(status === 200 ? ["rooms"] : ["error"]);
    return [status, headers.get("www-authenticate")];
  };
  expect(await statuses("")).toEqual([401, "Bearer"]);
  expect(await statuses(`${adminToken}x`)).toEqual([401, "Bearer"]);
  expect(await statuses(tokenOf({ permissions: ["admin"], exp: 1 }))).toEqual([401, "Bearer"]);
  expect(await statuses("x".repeat(9_000))).toEqual([401, "Bearer"]);
  expect(await statuses(tokenOf())).toEqual([403, null]);
  expect(await statuses(adminToken)).toEqual([200, null]);
  const refused = facts.filter(({ type }) => type === "admin.refused");
  expect(refused).toHaveLength(5);
  expect(JSON.stringify(refused)).not.toContain(adminToken);
});

test("[N2] [B8] a wrong token counts as a failure of its address, which is blocked after too many", async () => {
  const { url, administrator } = await startAdministered({ maxFailedAuthentications: 2 });
  const askedMs = Date.now();
  for (const shown of ["", "wrong", "", token]) {
    const { status } = await new Administrator(url, shown).ask("GET", "/admin/rooms");
    expect(status).toBe(401);
  }
  // The delays are 100 and 200 ms; a missing token is not a guess.
  expect(Date.now() - askedMs).toBeGreaterThanOrEqual(295);
  const { status, headers, body } = await administrator.ask("GET", "/admin/rooms");
  const error = expect.stringMatching(
    /^too many failed authentications from this address; try again in \d+ ms$/,
  );
  expect([status, body]).toEqual([429, { error }]);
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(1_700);
});

test("[N2] [B8] an authenticated client without the permission cannot guess the admin token", async () => {
  const { url } = await startAdministered({
    authenticate: () => ({ permissions: ["relay"] }),
    maxFailedAuthentications: 1,
  });
  expect(await new Administrator(url, "guess").ask("GET", "/admin/rooms")).toMatchObject({
    status: 403,
  });
  expect(await new Administrator(url).ask("GET", "/admin/rooms")).toMatchObject({ status: 429 });
});

test("[N3] rooms are listed in pages, sorted by name", async () => {
  const { url, administrator } = await startAdministered();
  for (const room of ["b/c ?&", "attic", "__proto__", "zoo"]) {
    await peer(url, "ada", { room });
  }
  await peer(url, "bob", { room: "attic" });
  const rooms = async (query: string) =>
    (await administrator.ask("GET", `/admin/rooms${query}`)).body;
  const summary = (room: string, peers = 1) => ({ room, peers });
  expect(await rooms("")).toEqual({
    rooms: [summary("__proto__"), summary("attic", 2), summary("b/c ?&"), summary("zoo")],
  });
  expect(await rooms("?limit=2")).toEqual({
    rooms: [summary("__proto__"), summary("attic", 2)],
    next: "attic",
  });
  expect(await rooms("?limit=2&after=attic")).toEqual({
    rooms: [summary("b/c ?&"), summary("zoo")],
  });
  expect(await rooms("?after=zoo")).toEqual({ rooms: [] });
  const longest = "😀".repeat(128);
  await peer(url, "ada", { room: longest });
  expect(await rooms(`?after=${encodeURIComponent(longest)}`)).toEqual({ rooms: [] });
});

test("[N4] the peers of a room are listed by id, with data that only administrators receive", async () => {
  const { url, administrator } = await startWithSubjects();
  const began = Date.now();
  const zoe = await peer(url, "zoe", { room: "b/c", auth: { subject: "user 2" } });
  const ada = await new StockClient(url, { auth: { subject: "user 1" } }).connected();
  await ada.ask("ready", "ada/%2F", { room: "b/c", metadata: { is: ["here"] } });
  const path = `/admin/rooms/${encodeURIComponent("b/c")}/peers`;
  const { body } = await administrator.ask("GET", path);
  const joinedAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const first = {
    peerId: "ada/%2F",
    socketId: ada.socket.id,
    subject: "user 1",
    metadata: { is: ["here"] },
    joinedAt,
  };
  const second = {
    peerId: "zoe",
    socketId: zoe.socket.id,
    subject: "user 2",
    metadata: null,
    joinedAt,
  };
  expect(body).toEqual({ peers: [first, second] });
  const joinedMs = (body as { peers: { joinedAt: string }[] }).peers.map(({ joinedAt }) =>
    Date.parse(joinedAt),
  );
  expect(Math.min(...joinedMs)).toBeGreaterThanOrEqual(began);
  expect((await administrator.ask("GET", `${path}?limit=1`)).body).toEqual({
    peers: [first],
    next: "ada/%2F",
  });
  expect((await administrator.ask("GET", "/admin/rooms/nowhere/peers")).body).toEqual({
    peers: [],
  });
});

test("[N5] a kick of an unknown peer id is answered 404 and affects no other peer", async () => {
  const { url, administrator } = await startAdministered();
  const ada = await peer(url, "ada");
  for (const path of ["lobby/peers/ad", "attic/peers/ada", "lobby/peers/__proto__"]) {
    const { status, body } = await administrator.ask("DELETE", `/admin/rooms/${path}`);
    expect([status, body]).toEqual([404, { error: expect.stringContaining("is not in") }]);
  }
  await ada.receivedNothingMore("ada");
});

test("[N6] all sessions of an identity end, in all rooms and before `ready`, and no other session", async () => {
  const { url, administrator } = await startWithSubjects();
  const auth = { subject: "auth0|eve/1" };
  const bob = await peer(url, "bob", { auth: { subject: "bob" } });
  const sessions = [
    await peer(url, "eve", { auth }),
    await peer(url, "eve", { auth, room: "attic" }),
    await new StockClient(url, { auth }).connected(),
  ];
  await bob.envelope();
  const path = `/admin/identities/${encodeURIComponent(auth.subject)}`;
  expect((await administrator.ask("DELETE", path)).body).toEqual({ kicked: 3 });
  for (const session of sessions) {
    expect(await session.received()).toEqual(removal("kicked"));
    expect((await session.received())[0]).toBe("disconnect");
  }
  expect(await bob.envelope()).toMatchObject({ from: "eve", action: "close" });
  await bob.receivedNothingMore("bob");
  expect(await administrator.ask("DELETE", path)).toMatchObject({ status: 404 });
});

test("[N7] closing a room disconnects its peers only, and the room can be joined again", async () => {
  const { url, facts, administrator } = await startAdministered();
  const outside = await peer(url, "ada");
  const inside = [
    await peer(url, "ada", { room: "attic" }),
    await peer(url, "bob", { room: "attic" }),
  ];
  await inside[0]?.envelope();
  expect((await administrator.ask("DELETE", "/admin/rooms/attic")).body).toEqual({ closed: 2 });
  for (const client of inside) {
    // The first thing that a peer receives must not be a leave of another peer.
    expect(await client.received()).toEqual(removal("room-closed"));
    expect((await client.received())[0]).toBe("disconnect");
  }
  expect(await administrator.ask("DELETE", "/admin/rooms/attic")).toMatchObject({ status: 404 });
  await outside.receivedNothingMore("ada");
  await peer(url, "ada", { room: "attic" });
  expect(facts).toContainEqual({ type: "room.closed", room: "attic", peers: 2 });
});

test("[N8] a notice reaches the peers of a room, or all peers", async () => {
  const { url, administrator } = await startAdministered();
  const ada = await peer(url, "ada");
  const bob = await peer(url, "bob", { room: "attic" });
  const visitor = await new StockClient(url).connected();
  const send = async (notice: object) =>
    (await administrator.ask("POST", "/admin/notices", notice)).body;
  expect(await send({ room: "attic", text: " In 5 minutes we restart. \n" })).toEqual({
    recipients: 1,
  });
  expect(await bob.received()).toEqual(["notice", { text: "In 5 minutes we restart." }]);
  expect(await send({ text: "Now." })).toEqual({ recipients: 2 });
  expect(await ada.received()).toEqual(["notice", { text: "Now." }]);
  expect(await bob.received()).toEqual(["notice", { text: "Now." }]);
  expect(await send({ room: "nowhere", text: "?" })).toEqual({ recipients: 0 });
  await visitor.ask("ready", "cleo", { room: "cellar" });
  expect(await visitor.received()).toMatchObject(["message", { connections: {} }]);
});

test("[N9] a malformed request is refused and has no effect", async () => {
  const { url, administrator } = await startAdministered();
  const ada = await peer(url, "ada");
  const wrong: readonly (readonly [string, string, unknown, number])[] = [
    ["GET", "/admin/rooms?limit=0", undefined, 400],
    ["GET", "/admin/rooms?limit=1001", undefined, 400],
    ["GET", "/admin/rooms?limit=many", undefined, 400],
    ["GET", "/admin/rooms?room=lobby", undefined, 400],
    ["GET", `/admin/rooms/${"x".repeat(129)}/peers`, undefined, 400],
    ["DELETE", "/admin/rooms/lobby/peers/all", undefined, 400],
    ["DELETE", "/admin/rooms/%20lobby", undefined, 400],
    ["POST", "/admin/notices", undefined, 400],
    ["POST", "/admin/notices", "{", 400],
    ["POST", "/admin/notices", "null", 400],
    ["POST", "/admin/notices", "[]", 400],
    ["POST", "/admin/notices", { text: " " }, 400],
    ["POST", "/admin/notices", { text: "x".repeat(2_001) }, 400],
    ["POST", "/admin/notices", { text: "x", rooms: ["lobby"] }, 400],
    ["POST", "/admin/notices", { text: "x", room: null }, 400],
    ["POST", "/admin/notices", "[".repeat(10_000), 400],
    ["POST", "/admin/notices", { text: "x".repeat(16_384) }, 413],
    ["PUT", "/admin/rooms", "{}", 405],
    ["POST", "/admin/rooms/lobby", "{}", 405],
    ["GET", "/admin/nothing", undefined, 404],
    ["GET", "/admin", undefined, 404],
  ];
  for (const [method, path, body, status] of wrong) {
    const answer = await administrator.ask(method, path, body);
    expect([method, path, answer.status]).toEqual([method, path, status]);
    expect(answer.body).toEqual({ error: expect.any(String) });
  }
  await ada.receivedNothingMore("ada");
});

test("[N9] pages of other origins can neither read nor act, and no response may be stored", async () => {
  const { url } = await startAdministered();
  const authorization = `Bearer ${adminToken}`;
  const origin = "https://app.example";
  const read = await fetch(`${url}/admin/rooms`, { headers: { origin, authorization } });
  expect([read.status, read.headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect(read.headers.get("x-content-type-options")).toBe("nosniff");
  const asked = await fetch(`${url}/admin/rooms/lobby`, {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "DELETE" },
  });
  expect(asked.status).toBe(401);
  for (const { headers } of [read, asked]) {
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("access-control-allow-methods")).toBeNull();
  }
});

test("[N10] the description is valid OpenAPI 3.1, and names every operation", async () => {
  const { administrator } = await startAdministered();
  const { body } = await administrator.ask("GET", "/admin/openapi.json");
  const description = body as { openapi: string; paths: Record<string, object> };
  const validate = (one: object) => new Validator().validate({ ...one });
  expect(await validate(description)).toMatchObject({ valid: true });
  expect(description.openapi).toMatch(/^3\.1\./);
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(operations.sort()).toEqual([
    "delete /admin/bans/{kind}/{value}",
    "delete /admin/identities/{subject}",
    "delete /admin/nodes/{node}",
    "delete /admin/rooms/{room}",
    "delete /admin/rooms/{room}/peers/{peerId}",
    "get /admin/bans",
    "get /admin/events",
    "get /admin/nodes",
    "get /admin/rooms",
    "get /admin/rooms/{room}/peers",
    "get /admin/rooms/{room}/peers/{peerId}",
    "post /admin/bans",
    "post /admin/notices",
  ]);
  // The validator must reject an invalid description.
  const wrong = { ...description, paths: { "/admin/rooms": { get: { responses: "none" } } } };
  expect(await validate(wrong)).toMatchObject({ valid: false });
});

/** Sends a notice to a server whose application runs a middleware before the routes. Returns the response. */
async function noticeBehind(
  parse: (request: IncomingMessage & { body?: unknown }) => void | Promise<void>,
  body: string,
): Promise<readonly [number, unknown]> {
  const signaling = createSignalingServer({ token, adminToken, report: () => {} });
  const host = createServer((request, response) => {
    void Promise.resolve(parse(request)).then(() => signaling.requestListener(request, response));
  });
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    host.close();
    host.closeAllConnections();
  });
  const { port } = host.address() as AddressInfo;
  const administrator = new Administrator(`http://127.0.0.1:${port}`);
  const answer = await administrator.ask("POST", "/admin/notices", body);
  return [answer.status, answer.body];
}

const noticeText = JSON.stringify({ text: "We restart in 5 minutes." });
const longText = JSON.stringify({ text: "x".repeat(20_000) });

test("[N9] a body that the application has already read is used, in every form of common parsers", async () => {
  const forms = [JSON.parse, (body: string) => body, Buffer.from];
  for (const form of forms) {
    const read = async (request: IncomingMessage & { body?: unknown }) => {
      request.body = form(await text(request));
    };
    expect(await noticeBehind(read, noticeText)).toEqual([200, { recipients: 0 }]);
    expect(await noticeBehind(read, longText)).toMatchObject([413, {}]);
    expect(await noticeBehind(read, '{"text":""}')).toMatchObject([400, {}]);
  }
});

test("[N9] a body that was read and not kept is refused with the remedy", async () => {
  const drop = async (request: IncomingMessage) => void (await text(request));
  expect(await noticeBehind(drop, noticeText)).toEqual([
    400,
    {
      error: expect.stringMatching(/^the application has already read the body; .*`request.body`/),
    },
  ]);
});

test("[N9] an empty object of a parser that did not read the body is ignored", async () => {
  const skip = (request: IncomingMessage & { body?: unknown }) => {
    request.body = {};
  };
  expect(await noticeBehind(skip, noticeText)).toEqual([200, { recipients: 0 }]);
});
