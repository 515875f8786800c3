import { Gauge, Histogram, type Registry } from "prom-client";
import { connectionCauses, connectionOutcomes } from "simple-webrtc-signaling-protocol";
import { gatewayNames } from "../telemetry/gateway-name.ts";
import type { SessionCount } from "../telemetry/session-count.ts";
import { type Tally, type TallyOptions, tally } from "./tally.ts";

/** The state of the server that is read with the metrics. */
export interface Readings {
  readonly rooms: number;
  readonly sessions: readonly SessionCount[];
  /** Whether new clients can join. */
  readonly isReady: boolean;
}

export interface InstrumentOptions {
  readonly registry: Registry;
  readonly version: string;
  /** Whether the server shares its rooms through Redis. */
  readonly hasRedis: boolean;
  readonly read: () => Readings;
}

/** The label value for a connection that was on another node. */
export const noGateway = "none";

const perGateway = gatewayNames.map((name) => [name]);

/** From 1 ms to the timeouts of hooks and questions, in seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** From a connection within a network to one that fails (15 s) and an ICE restart, in seconds. */
const connectionBuckets = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 7.5, 10, 15, 30];

/** The counters and histograms that facts change. */
export type Instruments = ReturnType<typeof createInstruments>;

/** Registers all metrics of the server. Their names and labels are an interface: dashboards and alerts use them. */
export function createInstruments({ registry, version, hasRedis, read }: InstrumentOptions) {
  const count = (name: string, help: string, more: Partial<TallyOptions> = {}): Tally =>
    tally(registry, { name: `signaling_${name}_total`, help, ...more });
  const countPerGateway = (name: string, help: string): Tally =>
    count(name, help, { labelNames: ["gateway"], known: perGateway });
  const duration = <Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    of = buckets,
  ) =>
    new Histogram({
      name: `signaling_${name}_seconds`,
      help,
      labelNames,
      buckets: of,
      registers: [registry],
    });
  registerReadings(registry, read);
  new Gauge({
    name: "signaling_build_info",
    help: "Always 1; the label is the version of the server",
    labelNames: ["version"],
    aggregator: "first",
    registers: [registry],
  }).set({ version }, 1);
  return {
    socketsConnected: count("sockets_connected", "Authenticated sockets since the start", {
      labelNames: ["gateway", "transport"],
    }),
    socketsDisconnected: countPerGateway("sockets_disconnected", "Sockets that ended"),
    socketsExpired: count("sockets_expired", "Sockets that ended because their token expired"),
    handshakesRefused: count("handshakes_refused", "Handshakes that were refused", {
      labelNames: ["gateway", "code"],
    }),
    authenticationsRefused: count("authentications_refused", "Sockets without authentication", {
      labelNames: ["gateway", "code"],
    }),
    authenticationsAsked: duration(
      "authentication_request",
      "Time until the authentication hook or the issuer of keys responded",
      ["service", "outcome"],
    ),
    authenticationFailures: count(
      "authentication_failures",
      "Authentications without a usable response of the hook or the issuer",
      { labelNames: ["service"], known: [["hook"], ["keys"]] },
    ),
    adminRefused: count("admin_requests_refused", "Refused requests of administrators", {
      labelNames: ["code"],
    }),
    joins: countPerGateway("joins", "Peers that joined"),
    leaves: countPerGateway("leaves", "Peers that left"),
    connectionLosses: countPerGateway("connection_losses", "Peers whose session became away"),
    resumes: countPerGateway("resumes", "Sessions that were resumed"),
    resumesRefused: count("resumes_refused", "Claims of sessions that were refused", {
      labelNames: ["gateway", "code"],
    }),
    takeovers: countPerGateway("takeovers", "Peers that a newer connection of their user replaced"),
    kicks: count("kicks", "Sockets that an administrator removed"),
    roomsClosed: count("rooms_closed", "Rooms that an administrator closed"),
    bans: count("bans", "Bans of administrators", { labelNames: ["kind"] }),
    bansLifted: count("bans_lifted", "Bans that an administrator lifted", { labelNames: ["kind"] }),
    notices: count("notices", "Notices of administrators"),
    messages: count("messages_relayed", "Messages of clients that were relayed, by receivers", {
      labelNames: ["gateway", "to"],
      known: gatewayNames.flatMap((name) => [
        [name, "one"],
        [name, "all"],
      ]),
    }),
    messageBytes: countPerGateway("message_bytes", "Size of the relayed contents, in bytes"),
    deliveries: count("broadcast_deliveries", "Receivers of the messages to all peers of a room"),
    requestsRefused: count("requests_refused", "Events of clients that were refused", {
      labelNames: ["gateway", "event", "code"],
    }),
    limits: count("limits_reached", "Events, connections and clients beyond a limit", {
      labelNames: ["limit", "scope"],
    }),
    slowConsumers: count(
      "slow_consumers",
      "Clients that were disconnected because they did not read",
    ),
    iceServers: count("ice_servers_issued", "Replies with STUN and TURN servers"),
    drains: count("drains", "Drains that began"),
    draining: new Gauge({
      name: "signaling_draining",
      help: "1 while the server drains",
      aggregator: "max",
      registers: [registry],
    }),
    roomsOpened: count("rooms_opened", "Rooms whose first peer joined"),
    roomsEmptied: count("rooms_emptied", "Rooms whose last peer left"),
    webhooks: duration("webhook_request", "Time until the receiver of webhooks responded", [
      "outcome",
    ]),
    webhooksDropped: count("webhook_events_dropped", "Events that no webhook delivered"),
    errors: count("errors", "Requests that failed because of a defect; see the log"),
    recordFailures: count("session_record_failures", "Ended sessions that were not recorded"),
    foreignRequests: count("foreign_requests", "Servers that received long polling of others"),
    connections: count("peer_connections", "Connections between peers, as clients report them", {
      labelNames: ["outcome"],
      known: connectionOutcomes.map((outcome) => [outcome]),
    }),
    connectionSeconds: duration(
      "peer_connection",
      "Time until a connection between peers was open, as clients report it",
      ["route"],
      connectionBuckets,
    ),
    connectionRoutes: count("peer_connection_routes", "Routes of open connections between peers", {
      labelNames: ["route", "transport"],
    }),
    connectionFailures: count(
      "peer_connection_failures",
      "Failed and lost connections between peers, by the first cause",
      {
        labelNames: ["outcome", "cause"],
        known: connectionCauses.map((cause) => [
          cause === "connection-lost" ? "lost" : "failed",
          cause,
        ]),
      },
    ),
    iceRestarts: count("peer_connection_ice_restarts", "ICE restarts of connections between peers"),
    workersEnded: count("workers_ended", "Worker processes that ended unexpectedly"),
    workersFailed: count("worker_start_failures", "Worker processes that could not be started"),
    busQuestions: duration("bus_question", "Time until another server answered a question", [
      "topic",
      "outcome",
    ]),
    redis: hasRedis ? redisInstruments(registry, count) : undefined,
  };
}

/** The metrics of a server with Redis. Without Redis, their zeros would cause alerts. */
function redisInstruments(registry: Registry, count: (name: string, help: string) => Tally) {
  return {
    connected: new Gauge({
      name: "signaling_redis_connected",
      help: "1 while the server has contact to Redis",
      aggregator: "min",
      registers: [registry],
    }),
    roundTrip: new Histogram({
      name: "signaling_redis_round_trip_seconds",
      help: "Time until Redis responded to a sign of life of the server",
      buckets,
      registers: [registry],
    }),
    losses: count("redis_connection_losses", "Losses of the contact to Redis"),
    emptied: count("redis_emptied", "Times that Redis lost its data"),
    givenUp: count("given_up", "Times that the other servers gave up this server"),
    adoptedSessions: count("adopted_sessions", "Sessions taken over from servers that stopped"),
    refusedMessages: count("bus_messages_refused", "Messages of other servers that were not used"),
  };
}

/** Registers the metrics that are read from the server, which cannot drift. */
function registerReadings(registry: Registry, read: () => Readings): void {
  new Gauge({
    name: "signaling_sockets",
    help: "Authenticated sockets",
    labelNames: ["gateway"],
    registers: [registry],
    collect() {
      const { sessions } = read();
      this.reset();
      for (const name of gatewayNames) this.set({ gateway: name }, 0);
      for (const { gateway = noGateway, state, sessions: number } of sessions) {
        if (state !== "away") this.inc({ gateway }, number);
      }
    },
  });
  new Gauge({
    name: "signaling_peers",
    help: "Peers, connected or away",
    labelNames: ["gateway", "state"],
    registers: [registry],
    collect() {
      const { sessions } = read();
      this.reset();
      for (const gateway of gatewayNames) {
        for (const state of ["connected", "away"]) this.set({ gateway, state }, 0);
      }
      for (const { gateway = noGateway, state, sessions: number } of sessions) {
        if (state === "visitor") continue;
        this.inc({ gateway, state: state === "peer" ? "connected" : "away" }, number);
      }
    },
  });
  new Gauge({
    name: "signaling_rooms",
    help: "Rooms with peers of this server",
    registers: [registry],
    collect() {
      this.set(read().rooms);
    },
  });
  new Gauge({
    name: "signaling_ready",
    help: "1 while new clients can join",
    aggregator: "min",
    registers: [registry],
    collect() {
      this.set(read().isReady ? 1 : 0);
    },
  });
}
