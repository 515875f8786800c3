import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startServerProcess, urlOf } from "./server-process.ts";
import { peer, StockClient } from "./stock-client.ts";

const configuration = (name: string) =>
  fileURLToPath(new URL(`../../../config/${name}.env`, import.meta.url));

const local = ["--host", "127.0.0.1", "--port", "0"];

test("with config/dev.env a stock client connects with the sample token, and connections are public", async () => {
  const server = startServerProcess(["--config", configuration("dev")], { PORT: "0" });
  const url = await urlOf(server);
  await peer(url, "ada", { auth: { token: "SIGNALING123" } });
  expect(Object.keys((await (await fetch(`${url}/connections`)).json()) as object)).toEqual([
    "ada",
  ]);
});

test("with config/prod.env a working token is generated and printed once, with the line for clients", async () => {
  const server = startServerProcess(["--config", configuration("prod"), ...local]);
  const url = await urlOf(server);
  const line = await server.line(/auth: \{ token:/);
  const token = /token: "([\w-]{32})"/.exec(line)?.[1] ?? "";
  expect(line).toContain(`io("${url}"`);
  await peer(url, "ada", { auth: { token } });
  expect((await fetch(`${url}/connections`)).status).toBe(401);
  server.signal("SIGTERM");
  expect(await server.exit).toBe(0);
  expect(server.lines.filter((said) => said.includes(token))).toEqual([line]);
});

test("the sample token is refused in production, with the remedy", async () => {
  const server = startServerProcess(["--config", configuration("prod"), ...local], {
    TOKEN: "SIGNALING123",
  });
  expect(await server.exit).toBe(1);
  expect(server.lines).toEqual([
    expect.stringMatching(/^TOKEN is the sample token.*MODE=development/),
  ]);
});

test("[case K8] the line for clients contains the path, and the command admin uses BASE_PATH", async () => {
  const settings = { BASE_PATH: "/signal", ADMIN_TOKEN: "an admin token of this test" };
  const server = startServerProcess(local, settings);
  const url = await urlOf(server);
  const line = await server.line(/auth: \{ token:/);
  expect(line).toContain(`io("${url}", { path: "/signal/socket.io/", auth: { token: "`);
  expect(server.lines.join("\n")).toContain(`listening on ${url}/signal`);
  const { port } = new URL(url);
  const admin = startServerProcess(["admin", "rooms"], { ...settings, PORT: port });
  expect([await admin.exit, admin.lines]).toEqual([0, []]);
  const other = startServerProcess(["admin", "rooms", "--url", `${url}/signal/`], settings);
  expect([await other.exit, other.lines]).toEqual([0, []]);
  const wrong = startServerProcess(["admin", "rooms"], { ...settings, PORT: port, BASE_PATH: "" });
  expect(await wrong.exit).toBe(1);
});

test("[case S7] a short token causes a warning with a way to generate a strong one", async () => {
  const server = startServerProcess([...local, "--log-format", "json"], { TOKEN: "swordfish" });
  const line = await server.line(/"type":"token.weak"/);
  expect(line).toContain("TOKEN has 9 characters, which can be guessed");
  expect(line).toContain("openssl rand -base64 24");
  expect(line).not.toContain("swordfish");
});

test("[case S7] [case K22] a blank token stops the start, and white space around a token is removed", async () => {
  const blank = startServerProcess(local, { TOKEN: " \n" });
  expect(await blank.exit).toBe(1);
  expect(blank.lines).toEqual([expect.stringMatching(/^TOKEN is blank: expected /)]);
  const server = startServerProcess(local, { TOKEN: "a token with a line feed\n" });
  await peer(await urlOf(server), "ada", { auth: { token: "a token with a line feed" } });
});

test.each([
  [["--port", "abc"], 'PORT is "abc": expected a whole number from 0 to 65535'],
  [["--no-such-flag"], "Unknown option '--no-such-flag'"],
  [["--config", "/nowhere/some.env"], "--config cannot be read"],
])("a wrong setting stops the start with one line: %o", async (args, sentence) => {
  const server = startServerProcess([...args]);
  expect(await server.exit).toBe(1);
  expect(server.lines).toHaveLength(1);
  expect(server.lines[0]).toContain(sentence);
});

test("[case N7] the pretty log contains no JSON", async () => {
  const server = startServerProcess(["--auth", "none", "--log-format", "pretty", ...local]);
  await peer(await urlOf(server), "ada");
  const line = await server.line(/peer "ada" joined room "lobby"/);
  expect(line).not.toContain("{");
});

test("a busy port stops the start with one line", async () => {
  const first = startServerProcess(["--auth", "none", ...local]);
  const port = new URL(await urlOf(first)).port;
  const second = startServerProcess(["--auth", "none", "--host", "127.0.0.1", "--port", port]);
  expect(await second.exit).toBe(1);
  expect(second.lines).toEqual([expect.stringContaining("EADDRINUSE")]);
});

test.each(["SIGTERM", "SIGINT"] as const)(
  "%s closes connections and ends the process with code 0",
  async (signal) => {
    const server = startServerProcess(["--auth", "none", ...local]);
    const url = await urlOf(server);
    const clients = await Promise.all(
      (["websocket", "polling"] as const).map((transport) =>
        peer(url, transport, { kind: { client: "4.8", transport } }),
      ),
    );
    await clients[0]?.envelope();
    server.signal(signal);
    for (const client of clients) expect((await client.received())[0]).toBe("disconnect");
    expect(await server.exit).toBe(0);
    // Not at the end of `DRAIN_SECONDS`.
    expect(server.lines.join()).toContain("drained: all sockets are disconnected");
  },
);

test("[V1] [V4] a stopping process is healthy but not ready, and ends when the last client has left", async () => {
  const server = startServerProcess(["--auth", "none", ...local]);
  const url = await urlOf(server);
  const ada = await peer(url, "ada");
  server.signal("SIGTERM");
  await server.line(/draining/);
  const statuses = ["readyz", "healthz"].map(
    async (path) => (await fetch(`${url}/${path}`)).status,
  );
  const newcomer = new StockClient(url).received();
  expect(await Promise.all(statuses)).toEqual([503, 200]);
  expect((await newcomer)[0]).toBe("connect_error");
  ada.socket.disconnect();
  expect(await server.exit).toBe(0);
  expect(server.lines.join()).toContain("drained: all sockets are disconnected");
});

test("no log line at the level trace contains a token, a description, a candidate or metadata", async () => {
  const secrets = {
    token: "token-1f4e",
    sdp: "v=0-sdp-77aa",
    candidate: "candidate-c0de",
    metadata: "meta-beef",
  };
  const server = startServerProcess([...local, "--log-level", "trace", "--log-format", "json"], {
    TOKEN: secrets.token,
  });
  const url = await urlOf(server);
  const auth = { token: secrets.token };
  const ada = await peer(url, "ada", { auth });
  const bob = await new StockClient(url, { auth }).connected();
  bob.socket.emit("ready", "bob", { metadata: secrets.metadata });
  await bob.envelope();
  await ada.ask("message", { type: "offer", sdp: secrets.sdp });
  await ada.ask("messageOne", { target: "bob", message: { candidate: secrets.candidate } });
  await ada.ask("messageOne", { target: 7, message: { candidate: secrets.candidate } });
  await new StockClient(url, { auth: { token: `${secrets.token}-wrong` } }).received();
  server.signal("SIGTERM");
  expect(await server.exit).toBe(0);
  const log = server.lines.join("\n");
  for (const type of [
    "peer.joined",
    "message.broadcast",
    "message.relayed",
    "request.refused",
    "socket.refused",
  ]) {
    expect(log).toContain(type);
  }
  for (const secret of Object.values(secrets)) expect(log).not.toContain(secret);
});
