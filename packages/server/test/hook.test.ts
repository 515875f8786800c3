import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import { connectOutcome } from "./connect-outcome.ts";
import { startServer } from "./start-server.ts";
import { StockClient } from "./stock-client.ts";
import { bodyOf, startWebServer } from "./web-server.ts";

/** Starts a server with a hook that sends the given response. */
async function startWithHook(listener: RequestListener, authTimeout = 5_000) {
  const endpoint = await startWebServer(listener);
  const authUrl = `${endpoint.url}/hook`;
  const server = await startServer({
    auth: "hook",
    authUrl,
    authTimeout,
    token: undefined,
    maxFailedAuthentications: 0,
  });
  return { ...server, endpoint };
}

const answering = (value: unknown, status = 200) =>
  startWithHook((_request, response) => {
    response.writeHead(status).end(typeof value === "string" ? value : JSON.stringify(value));
  });

test("[K1] the hook receives the credentials in the body only, and its response is the identity", async () => {
  const bodies: unknown[] = [];
  const { url, endpoint } = await startWithHook((request, response) => {
    void bodyOf(request).then((body) => {
      bodies.push([request.method, request.headers["content-type"], body]);
      const identity = { subject: "ada", peerId: "ada", rooms: ["team-*"], permissions: ["relay"] };
      response.end(JSON.stringify({ ...identity, expiresAtMs: Date.now() + 600_000 }));
    });
  });
  const client = await new StockClient(url, { auth: { session: "s3cret" } }).connected();
  expect(endpoint.asked).toEqual(["/hook"]);
  expect(bodies).toEqual([
    ["POST", "application/json", { auth: { session: "s3cret" }, address: "127.0.0.1" }],
  ]);
  expect(await client.ask("ready", "bob", { room: "team-red" })).toMatchObject({
    code: "forbidden",
  });
  expect(await client.ask("ready", "ada")).toMatchObject({ code: "forbidden" });
  expect(await client.ask("ready", "ada", { room: "team-red" })).toMatchObject({
    value: { expiresAtMs: expect.any(Number) },
  });
  expect(await client.ask("message", 1)).toMatchObject({ code: "forbidden" });
  expect(await client.ask("refresh", { session: "another" })).toMatchObject({ ok: true });
});

test("[K2] 401 and 403 refuse the client, with the hook's reason if there is one", async () => {
  const reason = "your trial is over";
  const withReason = await answering({ reason }, 403);
  expect(await connectOutcome(withReason.url, {})).toEqual({ code: "forbidden", reason });
  for (const answer of ["", "<html>", { reason: 7 }, { reason: "x".repeat(257) }]) {
    const { url } = await answering(answer, 401);
    expect(await connectOutcome(url, {})).toEqual({
      code: "forbidden",
      reason: "the authentication hook refused the connection; check your credentials",
    });
  }
});

const identity = { subject: "ada" };
const useless: Record<string, readonly [value: unknown, status: number]> = {
  "an error with status 200": [{ error: "no such user" }, 200],
  "an identity without a subject": [{ rooms: ["*"] }, 200],
  "an identity with another key": [{ ...identity, allowed: false }, 200],
  "an empty subject": [{ subject: "" }, 200],
  "rooms that are a text": [{ ...identity, rooms: "*" }, 200],
  "an end that is no number": [{ ...identity, expiresAtMs: "never" }, 200],
  "metadata that is too large": [{ ...identity, metadata: "x".repeat(4_096) }, 200],
  "a list": [[identity], 200],
  true: [true, 200],
  null: ["null", 200],
  nothing: ["", 200],
  "no JSON": ["<html>", 200],
  "more than 64 KiB": [`${JSON.stringify(identity)}${" ".repeat(65_536)}`, 200],
  "a 201": [identity, 201],
  "a 404": [identity, 404],
  "a 500": [identity, 500],
};

test.each(Object.entries(useless))(
  "[K3] %s refuses the client and is reported",
  async (_what, [value, status]) => {
    const { url, facts } = await answering(value, status);
    expect(await connectOutcome(url, {})).toEqual({
      code: "unavailable",
      reason: expect.any(String),
    });
    const error = expect.any(Error);
    expect(facts).toContainEqual({ type: "authentication.failed", asked: "the hook", error });
  },
);

test("[K3] a redirect is not followed", async () => {
  const { url, endpoint } = await startWithHook((request, response) => {
    if (request.url === "/hook") response.writeHead(307, { location: "/elsewhere" }).end();
    else response.end(JSON.stringify(identity));
  });
  expect(await connectOutcome(url, {})).toMatchObject({ code: "unavailable" });
  expect(endpoint.asked).toEqual(["/hook"]);
});

test("[K3] a hook that does not complete its response in time is aborted", async () => {
  const silent = await startWithHook(() => {}, 150);
  expect(await connectOutcome(silent.url, {})).toMatchObject({ code: "unavailable" });
  const dribbling = await startWithHook((_request, response) => {
    response.write('{"subject":"ada"');
  }, 150);
  expect(await connectOutcome(dribbling.url, {})).toMatchObject({ code: "unavailable" });
  const authUrl = "http://127.0.0.1:1/";
  const nowhere = await startServer({ auth: "hook", authUrl, token: undefined });
  expect(await connectOutcome(nowhere.url, {})).toMatchObject({ code: "unavailable" });
});

test("[K4] other peers receive the hook's metadata in place of the peer's own", async () => {
  const { url } = await answering({ ...identity, metadata: { name: "Ada", verified: true } });
  const ada = await new StockClient(url).connected();
  await ada.ask("ready", "ada", { metadata: { name: "The Queen" } });
  const bob = await new StockClient(url).connected();
  expect(await bob.ask("ready", "bob")).toMatchObject({
    value: { peers: [{ peerId: "ada", metadata: { name: "Ada", verified: true } }] },
  });
});
