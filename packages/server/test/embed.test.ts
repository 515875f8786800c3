import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { createSignalingServer, SettingError, SignalingError, somebody } from "../src/index.ts";
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

test("[C1] attached to another's HTTP server it takes its own path and leaves the rest", async () => {
  const signaling = createSignalingServer({ token, report: () => {}, socketPath: "/signals/" });
  const host = createServer((_request, response) => response.end("the host's own page"));
  signaling.attach(host);
  const url = await listen(host);
  const ada = await peer(url, "ada", { path: "/signals/" });
  expect(await (await fetch(`${url}/healthz`)).text()).toBe("the host's own page");
  await signaling.close();
  expect((await ada.heard()).slice(0, 2)).toEqual(["disconnect", "transport close"]);
  expect(await (await fetch(url)).text()).toBe("the host's own page");
  const late = new StockClient(url, { path: "/signals/" });
  expect((await late.heard())[0]).toBe("connect_error");
});

test("[C1] a program's own authenticate decides, and its failure lets nobody in", async () => {
  const { url, facts } = await startServer({
    authenticate: async ({ key }) => {
      if (key === "broken") throw new Error("the user store is away");
      if (key !== "right") throw new SignalingError("forbidden", "not you");
      return somebody;
    },
  });
  await new StockClient(url, { auth: { key: "right" } }).connected();
  const refused = async (key: string) => {
    const [event, error] = await new StockClient(url, { auth: { key } }).heard();
    return [event, (error as { data: unknown }).data];
  };
  expect(await refused("wrong")).toEqual([
    "connect_error",
    { code: "forbidden", reason: "not you" },
  ]);
  expect(await refused("broken")).toMatchObject(["connect_error", { code: "internal" }]);
  expect(facts).toContainEqual({ type: "request.failed", error: expect.any(Error) });
});

test("without a token a server is not made, unless everybody may come in", () => {
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

test("[case K26] an address that cannot be listened on is named by its setting, with what to do", async () => {
  const running = await startServer();
  const refusal = (options: object) => startServer(options).catch((error: unknown) => error);
  const busy = await refusal({ port: running.port });
  expect(busy).toBeInstanceOf(SettingError);
  expect(busy).toMatchObject({
    message: expect.stringMatching(
      `^PORT is ${running.port}: another program listens there already \\(EADDRINUSE\\); stop it`,
    ),
    cause: expect.objectContaining({ code: "EADDRINUSE" }),
  });
  expect(String(await refusal({ host: "no-such-host.invalid" }))).toMatch(
    /HOST is "no-such-host.invalid": .*\((ENOTFOUND|EAI_AGAIN)\); expected an address or a name of this machine, for example HOST=127.0.0.1/,
  );
  expect(String(await refusal({ host: "203.0.113.7" }))).toMatch(
    /HOST is "203.0.113.7": this machine does not have that address \(EADDRNOTAVAIL\); expected/,
  );
});

test("a busy port rejects, and closing twice is closing once", async () => {
  const running = await startServer();
  const second = createSignalingServer({ token, host: "127.0.0.1", port: running.port });
  await expect(second.listen()).rejects.toThrow("EADDRINUSE");
  await Promise.all([running.close(), running.close()]);
  const types = running.facts.map(({ type }) => type);
  expect(types).toEqual(["server.listening", "server.closing", "server.closed"]);
});

test("[L1] a closing server ends its sockets and tells nobody of the leaves", async () => {
  const server = await startServer();
  const ada = await peer(server.url, "ada");
  await peer(server.url, "bob");
  await ada.envelope();
  await server.close();
  expect((await ada.heard()).slice(0, 2)).toEqual(["disconnect", "transport close"]);
});
