import { createServer, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test, vi } from "vitest";
import {
  anonymous,
  createSignalingServer,
  SettingError,
  SignalingError,
  type SignalingServer,
} from "../src/index.ts";
import { startServer, token } from "./start-server.ts";
import { peer, StockClient } from "./stock-client.ts";

async function listen(host: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    host.close();
    host.closeAllConnections();
  });
  const { port } = host.address() as { port: number };
  return `http://127.0.0.1:${port}`;
}

/** Sends an upgrade and returns the whole response, after the connection has ended. */
function upgradeAnswer(url: string, path: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
  );
  return text(socket);
}

/** Closes a server after a number of iterations of the event loop; 0 is at once. */
async function closeAfter(turns: number, { close }: SignalingServer): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
  await close();
}

test("[C1] on an HTTP server of an application it serves only its own path", async () => {
  const signaling = createSignalingServer({ token, report: () => {}, socketPath: "/signals/" });
  const host = createServer((_request, response) => response.end("the host's own page"));
  signaling.attach(host);
  const url = await listen(host);
  const ada = await peer(url, "ada", { path: "/signals/" });
  expect(await (await fetch(`${url}/healthz`)).text()).toBe("the host's own page");
  await signaling.close();
  expect((await ada.received()).slice(0, 2)).toEqual(["disconnect", "transport close"]);
  expect(await (await fetch(url)).text()).toBe("the host's own page");
  const late = new StockClient(url, { path: "/signals/" });
  expect((await late.received())[0]).toBe("connect_error");
});

test("[case K19] a slow upgrade of the application is left to the application", async () => {
  const signaling = createSignalingServer({ token, report: () => {} });
  const host = createServer();
  signaling.attach(host);
  host.on("upgrade", ({ url }, socket) => {
    if (url !== "/other") return;
    // The time is longer than the second after which Engine.IO closes unknown upgrades.
    setTimeout(
      () => socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\nthe application's"),
      1_500,
    );
  });
  const url = await listen(host);
  expect(await upgradeAnswer(url, "/other")).toContain("the application's");
  await peer(url, "ada");
  await signaling.close();
  expect(await upgradeAnswer(url, "/other")).toContain("the application's");
});

test("[G5] an upgrade that no listener handles is answered 404 at once", async () => {
  const signaling = createSignalingServer({ token, report: () => {} });
  const host = createServer();
  signaling.attach(host);
  const url = await listen(host);
  expect(await upgradeAnswer(url, "/other")).toMatch(
    /^HTTP\/1.1 404 Not Found\r\n.*x-content-type-options: nosniff/s,
  );
  expect(await upgradeAnswer((await startServer()).url, "/socket.iox/")).toContain("404 Not Found");
});

test("[case K20] a closed server restores the HTTP server, and another server can be attached", async () => {
  const host = createServer((_request, response) => response.end("the host's own page"));
  const pages = host.listeners("request");
  const url = await listen(host);
  for (const name of ["first", "second", "third"]) {
    const signaling = createSignalingServer({ token, report: () => {} });
    signaling.attach(host);
    const clients = await Promise.all(
      (["websocket", "polling"] as const).map((transport) =>
        peer(url, `${name} by ${transport}`, {
          kind: { client: "4.8", transport },
          room: transport,
        }),
      ),
    );
    await signaling.close();
    for (const client of clients) expect((await client.received())[0]).toBe("disconnect");
    expect(host.listeners("request")).toEqual(pages);
    expect(host.listenerCount("upgrade")).toBe(0);
  }
});

test("[case K20] handshakes in progress end with the server, at every stage", async () => {
  for (let turns = 0; turns < 8; turns += 1) {
    const signaling = createSignalingServer({ token, report: () => {}, connectSeconds: 0 });
    const host = createServer();
    signaling.attach(host);
    const url = await listen(host);
    host.prependOnceListener("upgrade", () => void closeAfter(turns, signaling));
    // The promise resolves only if the connection ends.
    await upgradeAnswer(url, "/socket.io/?EIO=4&transport=websocket");
  }
});

test("[case K20] the last of two servers attached at the same path handles requests", async () => {
  const host = createServer((_request, response) => response.end("the host's own page"));
  const url = await listen(host);
  const names = new Map<string, string[]>([
    ["old", []],
    ["new", []],
  ]);
  const [older, newer] = [...names].map(([, seen]) =>
    createSignalingServer({
      report: (fact) => {
        if (fact.type === "peer.joined") seen.push(fact.peerId);
      },
      token,
    }),
  );
  older?.attach(host);
  await peer(url, "ada");
  newer?.attach(host);
  await peer(url, "bob");
  await older?.close();
  await peer(url, "cyd");
  await newer?.close();
  expect([...names]).toEqual([
    ["old", ["ada"]],
    ["new", ["bob", "cyd"]],
  ]);
  expect(host.listenerCount("request")).toBe(1);
});

test("[case K20] listeners that were added in front stay when a server is closed", async () => {
  const host = createServer((_request, response) => response.end("the host's own page"));
  const signaling = createSignalingServer({ token, report: () => {} });
  signaling.attach(host);
  const inner = host.listeners("request") as ((
    request: unknown,
    response: ServerResponse,
  ) => void)[];
  host.removeAllListeners("request");
  host.on("request", (request, response) => {
    response.setHeader("x-outer", "yes");
    for (const listener of inner) listener(request, response);
  });
  const url = await listen(host);
  await signaling.close();
  const answer = await fetch(`${url}/socket.io/`);
  expect([answer.headers.get("x-outer"), await answer.text()]).toEqual([
    "yes",
    "the host's own page",
  ]);
});

test("[C1] a custom authenticate function decides, and its failure refuses the client", async () => {
  const { url, facts } = await startServer({
    authenticate: async ({ key }) => {
      if (key === "broken") throw new Error("the user store is away");
      if (key !== "right") throw new SignalingError("forbidden", "not you");
      return anonymous;
    },
  });
  await new StockClient(url, { auth: { key: "right" } }).connected();
  const refused = async (key: string) => {
    const [event, error] = await new StockClient(url, { auth: { key } }).received();
    return [event, (error as { data: unknown }).data];
  };
  expect(await refused("wrong")).toEqual([
    "connect_error",
    { code: "forbidden", reason: "not you" },
  ]);
  expect(await refused("broken")).toMatchObject(["connect_error", { code: "internal" }]);
  expect(facts).toContainEqual({ type: "request.failed", error: expect.any(Error) });
});

test("a server without a token is not created, unless authentication is off", () => {
  expect(() => createSignalingServer()).toThrow(SettingError);
  expect(() => createSignalingServer()).toThrow("AUTH=none");
  expect(() => createSignalingServer({ auth: "none" })).not.toThrow();
});

test("[case S7] a token of fewer than 16 characters is reported, but not in development", async () => {
  const weak = async (options: object) =>
    (await startServer(options)).facts.filter(({ type }) => type === "token.weak");
  expect(await weak({ token: "15 characters.." })).toEqual([
    { type: "token.weak", characters: 15 },
  ]);
  expect(await weak({ token: "16 characters..." })).toEqual([]);
  expect(await weak({ token: "SIGNALING123", mode: "development" })).toEqual([]);
  expect(await weak({ token: undefined, auth: "none" })).toEqual([]);
});

test("[case K26] the error for an unusable address names the setting and the remedy", async () => {
  const running = await startServer();
  const refusal = (options: object) => startServer(options).catch((error: unknown) => error);
  const busy = await refusal({ port: running.port });
  expect(busy).toBeInstanceOf(SettingError);
  expect(busy).toMatchObject({
    message: expect.stringMatching(
      `^PORT is ${running.port}: another program already uses this port \\(EADDRINUSE\\); stop it`,
    ),
    cause: expect.objectContaining({ code: "EADDRINUSE" }),
  });
  expect(String(await refusal({ host: "no-such-host.invalid" }))).toMatch(
    /HOST is "no-such-host.invalid": .*\((ENOTFOUND|EAI_AGAIN)\); expected an IP address or a host name of this machine, for example HOST=127.0.0.1/,
  );
  expect(String(await refusal({ host: "203.0.113.7" }))).toMatch(
    /HOST is "203.0.113.7": this machine does not have this address \(EADDRNOTAVAIL\); expected/,
  );
});

test("[case N6] a misspelled option is refused with the most similar one", () => {
  const creating = (options: object) => () => createSignalingServer({ token, ...options });
  expect(creating({ prot: 3_001 })).toThrow(SettingError);
  expect(creating({ prot: 3_001 })).toThrow(
    "`prot` is not an option of createSignalingServer; did you mean `port`?",
  );
  expect(creating({ ALLOWED_ORIGINS: "*" })).toThrow("did you mean `allowedOrigins`?");
  expect(creating({ somethingElse: 1 })).toThrow("`somethingElse` is not an option");
  expect(creating({ prot: undefined, report: () => {} })).not.toThrow();
});

test("[case K6] a report that throws does not disturb the server, and becomes an uncaught exception", async () => {
  const uncaught: unknown[] = [];
  const original = globalThis.queueMicrotask;
  vi.spyOn(globalThis, "queueMicrotask").mockImplementation((act) =>
    original(() => {
      try {
        act();
      } catch (error) {
        uncaught.push(error);
      }
    }),
  );
  const broken = new Error("the log is full");
  const server = await startServer({
    report: () => {
      throw broken;
    },
  });
  const ada = await peer(server.url, "ada");
  const bob = await peer(server.url, "bob");
  await ada.ask("messageOne", { target: "bob", message: "hello" });
  expect(await bob.envelope()).toMatchObject({ from: "ada", message: "hello" });
  await server.close();
  expect(new Set(uncaught)).toEqual(new Set([broken]));
});

test("[case K7] a wrong identity of a program is reported with what is expected", async () => {
  for (const given of [
    undefined,
    null,
    "ada",
    { subject: "ada" },
    { subject: 7, permissions: [] },
  ]) {
    const { url, facts } = await startServer({
      authenticate: () => given as unknown as typeof anonymous,
    });
    const [event, error] = await new StockClient(url, { auth: {} }).received();
    expect([event, (error as { data: unknown }).data]).toMatchObject([
      "connect_error",
      { code: "internal" },
    ]);
    const failed = facts.find(({ type }) => type === "request.failed");
    expect(String((failed as { error: unknown }).error)).toMatch(
      `TypeError: \`authenticate\` returned ${JSON.stringify(given)}: expected an identity`,
    );
  }
});

test("[case K20] a closed server neither listens nor is attached, and a server listens once", async () => {
  const create = () =>
    createSignalingServer({ token, host: "127.0.0.1", port: 0, report: () => {} });
  const closed = create();
  await closed.close();
  await expect(closed.listen()).rejects.toThrow("the signaling server is closed");
  const host = createServer();
  expect(() => closed.attach(host)).toThrow("the signaling server is closed");
  expect(host.listenerCount("upgrade")).toBe(0);

  const early = create();
  const listening = early.listen();
  await early.close();
  await expect(listening).rejects.toThrow("the signaling server is closed");

  const running = create();
  const { url } = await running.listen();
  await expect(running.listen()).rejects.toThrow("already listens");
  await running.close();
  await expect(fetch(url)).rejects.toThrow();
});

test("listen rejects for a busy port, and a second close has no effect", async () => {
  const running = await startServer();
  const second = createSignalingServer({ token, host: "127.0.0.1", port: running.port });
  await expect(second.listen()).rejects.toThrow("EADDRINUSE");
  await Promise.all([running.close(), running.close()]);
  const types = running.facts.map(({ type }) => type);
  expect(types).toEqual(["server.listening", "server.closing", "server.closed"]);
});

test("[L1] a closing server disconnects all sockets and announces no leaves", async () => {
  const server = await startServer();
  const ada = await peer(server.url, "ada");
  await peer(server.url, "bob");
  await ada.envelope();
  await server.close();
  expect((await ada.received()).slice(0, 2)).toEqual(["disconnect", "transport close"]);
});
