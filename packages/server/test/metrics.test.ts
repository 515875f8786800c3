import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { sharedRedis } from "../../../testing/kit/shared-redis.ts";
import { createSignalingServer, SettingError } from "../src/index.ts";
import { Administrator, adminToken, startAdministered } from "./administrator.ts";
import { metricsUrlOf, Scrape } from "./metrics-reader.ts";
import { startServer, token } from "./start-server.ts";
import { peer, StockClient } from "./stock-client.ts";
import { startWebServer } from "./web-server.ts";

const gateways = [
  { gateway: "socketio", kind: { client: "4.8", transport: "websocket" } },
  { gateway: "websocket", kind: { client: "json", transport: "websocket" } },
] as const;

const bytesOf = (content: unknown) => Buffer.byteLength(JSON.stringify(content));

test.each(gateways)("the metrics show a conversation over $gateway", async ({ gateway, kind }) => {
  const server = await startServer({ metricsPort: 0 });
  const ada = await peer(server.url, "ada", { kind });
  const bob = await peer(server.url, "bob", { kind });
  await ada.envelope();
  await ada.ask("messageOne", { target: "bob", message: "✓ ok" });
  await ada.ask("message", "to all");
  await ada.ask("messageOne", { target: "nobody", message: 1 });
  const guest = new StockClient(server.url, { kind, auth: { token: "wrong" } });
  await guest.received();
  bob.socket.disconnect();
  await ada.envelope();
  const scrape = await Scrape.of(metricsUrlOf(server));
  const of = `gateway="${gateway}"`;
  const expected = {
    [`signaling_sockets{${of}}`]: 1,
    [`signaling_peers{${of},state="connected"}`]: 1,
    signaling_rooms: 1,
    [`signaling_sockets_disconnected_total{${of}}`]: 1,
    [`signaling_authentications_refused_total{${of},code="forbidden"}`]: 1,
    [`signaling_joins_total{${of}}`]: 2,
    [`signaling_leaves_total{${of}}`]: 1,
    [`signaling_messages_relayed_total{${of},to="one"}`]: 1,
    [`signaling_messages_relayed_total{${of},to="all"}`]: 1,
    [`signaling_message_bytes_total{${of}}`]: bytesOf("✓ ok") + bytesOf("to all"),
    signaling_broadcast_deliveries_total: 1,
    [`signaling_requests_refused_total{${of},event="messageOne",code="peer-not-found"}`]: 1,
  };
  const names = Object.keys(expected);
  expect(Object.fromEntries(names.map((name) => [name, scrape.get(name)]))).toEqual(expected);
});

test("[G12] the port for metrics serves nothing else", async () => {
  const server = await startServer({ metricsPort: 0 });
  const url = metricsUrlOf(server);
  const response = await fetch(url);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect((await fetch(new URL("/connections", url))).status).toBe(404);
  expect((await fetch(url, { method: "POST" })).status).toBe(405);
  expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
});

test("[G12] administrators read the metrics on the port of the server", async () => {
  const server = await startAdministered({ metrics: "on" });
  const statusWith = async (headers: Record<string, string>) =>
    (await fetch(`${server.url}/metrics`, { headers })).status;
  expect(await statusWith({})).toBe(401);
  expect(await statusWith({ authorization: `Bearer ${token}` })).toBe(401);
  const headers = { authorization: `Bearer ${adminToken}` };
  const response = await fetch(`${server.url}/metrics`, { headers });
  expect(new Scrape(await response.text()).get("signaling_ready")).toBe(1);
});

test("[G12] without METRICS, administrators have no metrics", async () => {
  const { administrator } = await startAdministered();
  expect(await administrator.ask("GET", "/metrics")).toMatchObject({ status: 404 });
});

test("METRICS=on without administrators is an error of the settings", () => {
  const start = () => createSignalingServer({ token, metrics: "on" });
  expect(start).toThrow(SettingError);
  expect(start).toThrow("ADMIN_TOKEN is not set");
});

test("a busy METRICS_PORT is an error of the settings", async () => {
  const { port } = await startServer();
  const second = startServer({ metricsPort: port });
  await expect(second).rejects.toThrow(`METRICS_PORT is ${port}`);
});

test("resumes and administrators have metrics, and the process", async () => {
  const server = await startAdministered({
    metricsPort: 0,
    authenticate: () => ({ subject: "user", permissions: ["relay"] }),
  });
  await peer(server.url, "ada");
  const claim = { id: "x".repeat(22), secret: "y".repeat(43), attempt: 1 };
  const guest = await new StockClient(server.url).connected();
  await guest.ask("ready", "bob", { session: claim });
  await server.administrator.ask("DELETE", "/admin/identities/user");
  await new Administrator(server.url, "wrong").ask("GET", "/admin/rooms");
  const scrape = await Scrape.of(metricsUrlOf(server));
  expect(scrape.get("signaling_kicks_total")).toBe(2);
  expect(scrape.of("signaling_resumes_refused_total")).toHaveLength(1);
  expect(scrape.of("signaling_admin_requests_refused_total")).toHaveLength(1);
  expect(scrape.of("process_resident_memory_bytes")).toHaveLength(1);
  expect(scrape.of("nodejs_eventloop_lag_p99_seconds")).toHaveLength(1);
});

test("the time of the authentication hook is measured", async () => {
  const hook = await startWebServer((_request, response) => {
    response.writeHead(hook.asked.length === 1 ? 200 : 500).end('{ "subject": "ada" }');
  });
  const server = await startServer({ metricsPort: 0, auth: "hook", authUrl: hook.url });
  await new StockClient(server.url).connected();
  await new StockClient(server.url).received();
  const scrape = await Scrape.of(metricsUrlOf(server));
  const count = (outcome: string) =>
    scrape.get(
      `signaling_authentication_request_seconds_count{service="hook",outcome="${outcome}"}`,
    );
  expect([count("answered"), count("unavailable")]).toEqual([1, 1]);
});

test("servers with Redis measure Redis and their questions to each other", async () => {
  const { url: redisUrl } = await sharedRedis();
  const settings = { redisUrl, redisPrefix: `${randomUUID()}:`, sessionKey: "k".repeat(32) };
  const first = await startServer({ ...settings, metricsPort: 0 });
  const second = await startServer(settings);
  const ada = await peer(first.url, "ada");
  await peer(second.url, "bob");
  await ada.envelope();
  await ada.ask("messageOne", { target: "bob", message: "hello" });
  const scrape = await Scrape.of(metricsUrlOf(first));
  expect(scrape.get("signaling_redis_connected")).toBe(1);
  expect(scrape.get("signaling_redis_round_trip_seconds_count")).toBeGreaterThan(0);
  const asked = 'signaling_bus_question_seconds_count{topic="relay",outcome="answered"}';
  expect(scrape.get(asked)).toBe(1);
});
