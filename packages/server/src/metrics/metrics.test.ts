import { expect, test } from "vitest";
import type { Fact } from "../telemetry/fact.ts";
import { aggregated } from "./aggregate.ts";
import type { Readings } from "./instruments.ts";
import { createMetrics } from "./metrics.ts";

const empty: Readings = { rooms: 0, sessions: [], isReady: true };

const metricsOf = (readings = empty, hasRedis = false) =>
  createMetrics({ version: "1.2.3", hasRedis, read: () => readings });

/** Returns the lines of the server's own metrics that have a value. */
async function samplesOf(facts: readonly Fact[], readings?: Readings, hasRedis?: boolean) {
  const metrics = metricsOf(readings, hasRedis);
  for (const fact of facts) metrics.record(fact);
  const { text } = await metrics.exposition();
  return text.split("\n").filter((line) => line.startsWith("signaling_"));
}

test("messages are counted by gateway and receivers, with their bytes", async () => {
  const message = { room: "r", from: "ada", kindOf: () => "offer" as const } as const;
  const relayed = {
    ...message,
    type: "message.relayed",
    gateway: "socketio",
    target: "b",
  } as const;
  const samples = await samplesOf([
    { ...relayed, countBytes: () => 10 },
    { ...relayed, room: "s", countBytes: () => 5 },
    {
      ...message,
      type: "message.broadcast",
      gateway: "websocket",
      countBytes: () => 7,
      recipients: 3,
    },
  ]);
  expect(samples).toEqual(
    expect.arrayContaining([
      'signaling_messages_relayed_total{gateway="socketio",to="one"} 2',
      'signaling_messages_relayed_total{gateway="socketio",to="all"} 0',
      'signaling_messages_relayed_total{gateway="websocket",to="all"} 1',
      'signaling_message_bytes_total{gateway="socketio"} 15',
      'signaling_message_bytes_total{gateway="websocket"} 7',
      "signaling_broadcast_deliveries_total 3",
    ]),
  );
});

test("names that clients choose are no labels", async () => {
  const refused = (event: string): Fact => {
    const code = "bad-message";
    return { type: "request.refused", gateway: "socketio", socketId: "s", event, code, reason: "" };
  };
  const samples = await samplesOf([refused("ready"), refused("x"), refused("y\n")]);
  expect(samples.filter((line) => line.includes("requests_refused"))).toEqual([
    'signaling_requests_refused_total{gateway="socketio",event="ready",code="bad-message"} 1',
    'signaling_requests_refused_total{gateway="socketio",event="other",code="bad-message"} 2',
  ]);
});

test("sockets, peers and rooms are read from the server", async () => {
  const samples = await samplesOf([], {
    rooms: 2,
    isReady: false,
    sessions: [
      { gateway: "socketio", state: "visitor", sessions: 1 },
      { gateway: "socketio", state: "peer", sessions: 3 },
      { gateway: "websocket", state: "away", sessions: 4 },
      { gateway: undefined, state: "away", sessions: 5 },
    ],
  });
  expect(samples).toEqual(
    expect.arrayContaining([
      'signaling_sockets{gateway="socketio"} 4',
      'signaling_sockets{gateway="websocket"} 0',
      'signaling_peers{gateway="socketio",state="connected"} 3',
      'signaling_peers{gateway="websocket",state="away"} 4',
      'signaling_peers{gateway="none",state="away"} 5',
      "signaling_rooms 2",
      "signaling_ready 0",
      'signaling_build_info{version="1.2.3"} 1',
    ]),
  );
});

test("a slow consumer counts as one, and as a limit that was reached", async () => {
  const samples = await samplesOf([
    { type: "limit.reached", limit: "waiting-bytes", of: "socket" },
    { type: "limit.reached", limit: "joins", of: "address" },
  ]);
  expect(samples).toEqual(
    expect.arrayContaining([
      "signaling_slow_consumers_total 1",
      'signaling_limits_reached_total{limit="waiting-bytes",scope="socket"} 1',
      'signaling_limits_reached_total{limit="joins",scope="address"} 1',
    ]),
  );
});

test("only a server with Redis has metrics of Redis", async () => {
  const facts: Fact[] = [
    { type: "cluster.connected" },
    { type: "cluster.beat", seconds: 0.002 },
    { type: "cluster.apart", reason: "" },
  ];
  const isRedis = (line: string) => line.startsWith("signaling_redis");
  expect((await samplesOf(facts)).filter(isRedis)).toEqual([]);
  expect((await samplesOf(facts, empty, true)).filter(isRedis)).toEqual(
    expect.arrayContaining([
      "signaling_redis_connected 0",
      "signaling_redis_connection_losses_total 1",
      'signaling_redis_round_trip_seconds_bucket{le="0.0025"} 1',
      "signaling_redis_round_trip_seconds_count 1",
    ]),
  );
});

test("the metrics of several processes are added, and none is ready unless all are", async () => {
  const [first, second] = [metricsOf(), metricsOf({ ...empty, rooms: 3, isReady: false })];
  for (const metrics of [first, second]) {
    metrics.record({
      type: "peer.joined",
      gateway: "socketio",
      peerId: "p",
      room: "r",
      socketId: "s",
    });
  }
  const { text } = await aggregated([await first.data(), await second.data()]);
  expect(text.split("\n")).toEqual(
    expect.arrayContaining([
      'signaling_joins_total{gateway="socketio"} 2',
      "signaling_rooms 3",
      "signaling_ready 0",
    ]),
  );
});
