import { expect, test } from "vitest";
import { metricsUrlOf, Scrape } from "./metrics-reader.ts";
import { sessionClient } from "./session-client.ts";
import { startServer } from "./start-server.ts";
import { peer } from "./stock-client.ts";

const done = { ok: true, value: null };
const connected = {
  outcome: "connected",
  openMs: 420,
  route: "relay",
  transport: "tls",
  restarts: 2,
};

test("[I2] reports of clients become metrics, and no other client receives them", async () => {
  const server = await startServer({ metricsPort: 0 });
  const ada = await peer(server.url, "ada");
  const bob = await peer(server.url, "bob", { kind: { client: "json", transport: "websocket" } });
  await ada.envelope();
  expect(await ada.ask("outcome", connected)).toEqual(done);
  expect(await bob.ask("outcome", { outcome: "connected", route: null })).toEqual(done);
  expect(await bob.ask("outcome", { outcome: "failed", cause: "needs-turn" })).toEqual(done);
  ada.socket.emit("outcome", { outcome: "lost", cause: "connection-lost", restarts: 1 });
  await ada.receivedNothingMore("ada");
  await bob.receivedNothingMore("bob");
  const scrape = await Scrape.of(metricsUrlOf(server));
  const expected = {
    's_total{outcome="connected"}': 2,
    's_total{outcome="failed"}': 1,
    's_total{outcome="lost"}': 1,
    '_seconds_bucket{le="0.25",route="relay"}': 0,
    '_seconds_bucket{le="0.5",route="relay"}': 1,
    '_seconds_sum{route="relay"}': 0.42,
    '_routes_total{route="relay",transport="tls"}': 1,
    '_routes_total{route="unknown",transport="unknown"}': 1,
    '_failures_total{outcome="failed",cause="needs-turn"}': 1,
    '_failures_total{outcome="failed",cause="no-route"}': 0,
    '_failures_total{outcome="lost",cause="connection-lost"}': 1,
    _ice_restarts_total: 3,
  };
  const names = Object.keys(expected);
  const found = names.map((name) => [name, scrape.get(`signaling_peer_connection${name}`)]);
  expect(Object.fromEntries(found)).toEqual(expected);
});

test("[I2] unknown values count as `other`, and other forms are refused", async () => {
  const server = await startServer({ metricsPort: 0 });
  const ada = await peer(server.url, "ada");
  const unknown = { route: "satellite", transport: { udp: true }, cause: "x".repeat(9_999) };
  for (const outcome of ["connected", "failed"]) {
    expect(await ada.ask("outcome", { outcome, ...unknown })).toEqual(done);
  }
  const others = [
    [],
    [null],
    ["connected"],
    [{ outcome: "maybe" }],
    [{ openMs: 1 }],
    ...[-1, 0.5, 3_600_001, "1"].map((openMs) => [{ ...connected, openMs }]),
    ...[-1, 1_001, "1"].map((restarts) => [{ ...connected, restarts }]),
    [{ ...connected, cause: Buffer.from("binary") }],
  ];
  for (const other of others) {
    expect(await ada.ask("outcome", ...other)).toMatchObject({ ok: false, code: "bad-message" });
  }
  const scrape = await Scrape.of(metricsUrlOf(server));
  expect(scrape.of("signaling_peer_connection_routes_total")).toEqual([
    'signaling_peer_connection_routes_total{route="other",transport="other"}',
  ]);
  expect(
    scrape.get('signaling_peer_connection_failures_total{outcome="failed",cause="other"}'),
  ).toBe(1);
  expect(
    scrape.get(
      'signaling_requests_refused_total{gateway="socketio",event="outcome",code="bad-message"}',
    ),
  ).toBe(others.length);
});

test("[I1] the reply to `ready` asks clients with a session, if the server counts outcomes", async () => {
  const asks = async (options: object, session: boolean) => {
    const { url } = await startServer(options);
    const client = await sessionClient(url);
    const reply = await client.ask("ready", "ada", { session });
    return (reply as { value: object }).value;
  };
  expect(await asks({ metricsPort: 0 }, true)).toHaveProperty("countsOutcomes", true);
  const other = [
    await asks({ metricsPort: 0 }, false),
    await asks({ metricsPort: 0, connectionOutcomes: "off" }, true),
    await asks({}, true),
  ];
  for (const value of other) expect(value).not.toHaveProperty("countsOutcomes");
});

test.each([{}, { metricsPort: 0, connectionOutcomes: "off" as const }])(
  "[I3] a server with %o accepts every outcome, and ignores it",
  async (options) => {
    const server = await startServer(options);
    const ada = await peer(server.url, "ada");
    for (const outcome of [connected, { outcome: "maybe" }, 7]) {
      expect(await ada.ask("outcome", outcome)).toEqual(done);
    }
    expect(server.facts.map(({ type }) => type)).not.toContain("outcome.reported");
  },
);

test("[I3] an outcome costs as much as any other event", async () => {
  const { url } = await startServer({ metricsPort: 0, nowMs: () => 0, messagesBurst: 3 });
  const ada = await peer(url, "ada");
  expect(await ada.ask("outcome", connected)).toEqual(done);
  expect(await ada.ask("outcome", connected)).toEqual(done);
  expect(await ada.ask("outcome", connected)).toMatchObject({ code: "rate-limited" });
});
