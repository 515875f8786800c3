import type { Server as HttpServer, RequestListener, ServerResponse } from "node:http";
import { type Limits, limits as wireLimits } from "simple-webrtc-signaling-protocol";
import { Access } from "./access/access.ts";
import type { Authenticate } from "./auth/authenticate.ts";
import { SessionSecrets } from "./auth/session-secrets.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { authenticationOf } from "./composition/authentication.ts";
import { bearerRoutes } from "./composition/bearer-routes.ts";
import { clusterOf } from "./composition/cluster.ts";
import { countEverywhere } from "./composition/count-everywhere.ts";
import { iceServersOptions } from "./composition/ice-options.ts";
import { type Lifetime, lifetimeOf } from "./composition/lifetime.ts";
import { type GiveMetrics, metricsOf } from "./composition/metrics.ts";
import { nodeAdministration } from "./composition/node-administration.ts";
import { webhooksOf } from "./composition/webhooks.ts";
import {
  missingSetting,
  type Options,
  resolveOptions,
  SettingError,
  sampleToken,
  settings,
} from "./config/config.ts";
import { nearestName } from "./config/nearest-name.ts";
import { OpenConnections } from "./connection/open-connections.ts";
import { OpenSet } from "./connection/open-set.ts";
import { EventSource } from "./event-streams/event-source.ts";
import { EventStreams } from "./event-streams/event-streams.ts";
import { socketIoGateway } from "./gateways/socketio/gateway.ts";
import { webSocketGateway } from "./gateways/websocket/gateway.ts";
import { lazyHttpRouter } from "./http/lazy-router.ts";
import type { RouterOptions } from "./http/router.ts";
import { isBuilt } from "./http/web-folder.ts";
import { createHub, type Hub } from "./hub/hub.ts";
import { type IssueIceServers, iceServerIssuer } from "./ice/ice-servers.ts";
import { clientAddressOf } from "./limits/client-address.ts";
import { guarded } from "./limits/guarded-authentication.ts";
import { Limiter } from "./limits/limiter.ts";
import { SessionRecord } from "./session-record/session-record.ts";
import type { Report } from "./telemetry/fact.ts";
import { isolated } from "./telemetry/isolated.ts";
import { logReport } from "./telemetry/log.ts";

/** `undefined` is the default, also under `exactOptionalPropertyTypes`. */
type GivenSettings = { readonly [Name in keyof Options]?: Options[Name] | undefined };

/** The settings of the command line, and options that only a program can set. */
export interface SignalingServerOptions extends GivenSettings {
  /** Authenticates clients, instead of the method of the setting `auth`. */
  readonly authenticate?: Authenticate | undefined;
  /** Receives every fact, instead of the log. */
  readonly report?: Report | undefined;
  /** Returns the time of a monotonic clock, in milliseconds, for all rate limits. Default: `performance.now`. */
  readonly nowMs?: (() => number) | undefined;
  /** Overrides limits of the protocol, for tests. */
  readonly limits?: Partial<Limits> | undefined;
  /**
   * Shares rooms with other servers, in place of the setting `redisUrl`, for tests.
   *
   * @internal
   */
  readonly cluster?: Cluster | undefined;
  /**
   * Receives the function that reads the metrics, in place of the setting `metricsPort`, for worker processes.
   *
   * @internal
   */
  readonly giveMetrics?: GiveMetrics | undefined;
}

/** A signaling server that was composed by {@link createSignalingServer}. */
export interface SignalingServer extends Lifetime {
  /**
   * Serves Socket.IO on an HTTP server of the application until `close()`. The application keeps all other paths and
   * closes the HTTP server itself. It must add its own `request` listeners before this call.
   */
  attach(httpServer: HttpServer): void;
  /**
   * Handles the HTTP requests for `/`, `/client.js`, `/connections`, `/ice-servers`, `/healthz`, `/readyz` and
   * `/admin/…` below `basePath`, for an HTTP server of the application.
   */
  readonly requestListener: RequestListener;
}

/**
 * Composes a signaling server, which does not listen yet. Throws a {@link SettingError} if a setting cannot be used.
 *
 * @example
 * ```ts
 * import { createSignalingServer } from "simple-webrtc-signaling-server";
 *
 * const server = createSignalingServer({ port: 3000, token: "a secret of all clients" });
 * const { url } = await server.listen();
 * console.log(url);
 * ```
 */
export function createSignalingServer(given: SignalingServerOptions = {}): SignalingServer {
  refuseOtherNames(given);
  const options = resolveOptions(given);
  const log = given.report
    ? isolated(given.report)
    : logReport({ level: options.logLevel, format: options.logFormat });
  const {
    report: measuredReport,
    metricsServer,
    readMetrics,
    countsOutcomes,
  } = metricsOf({
    options,
    log,
    giveMetrics: given.giveMetrics,
    read: () => ({ ...hub.census(), isReady: access.isOpen && node.isReady }),
  });
  const webhooks = webhooksOf(options, measuredReport);
  const eventSource = new EventSource();
  const report = eventSource.observing(webhooks.report);
  reportWeakToken(options, report);
  const { cluster = clusterOf(options) } = given;
  const { sessionKey = cluster.key } = options;
  const graceMs = options.sessionGrace * 1_000;
  const node = cluster.join({ card: { url: options.nodeUrl }, graceMs, report });
  const hub = createHub({
    node,
    report,
    limits: options,
    secrets: new SessionSecrets({ key: sessionKey }),
    isKeyLasting: options.sessionKey !== undefined,
    endingRecord: endingRecordOf(options, report),
    graceMs,
    longestDelayMs: (options.pingSeconds + options.pingTimeoutSeconds) * 1_000,
  });
  const nowMs = given.nowMs ?? (() => performance.now());
  const limiter = new Limiter({ limits: options, report, nowMs });
  const addressOf = clientAddressOf(options.trustProxy);
  const { isReader, administrators, ...unguarded } = authenticationOf(
    options,
    report,
    given.authenticate,
    hub.refuseBanned,
  );
  if (readMetrics && !administrators) {
    throw missingSetting("adminToken", "METRICS=on serves the metrics to administrators only");
  }
  const failures = limiter.failedAuthentications;
  failures.onFailure = countEverywhere(node, "failed-authentication", (address) =>
    failures.count(address),
  );
  const guard = (check: Authenticate) => guarded(check, { failures, report });
  const issueIceServers = reportedIssuer(
    iceServerIssuer({ ...iceServersOptions(options), key: sessionKey }),
    report,
  );
  // A ban is no failed attempt to authenticate, so it is checked outside of the guard.
  const authenticate = notBanned(guard(unguarded.authenticate), hub);
  const limits = { ...wireLimits, ...given.limits };
  const openConnections = new OpenConnections();
  const forwardedRequests = new OpenSet<ServerResponse>();
  const access = new Access({ authenticate, limiter, limitOptions: options, addressOf, report });
  const { maxMessageBytes } = options;
  const gatewayParts = {
    access,
    services: {
      hub,
      report,
      limits,
      maxMessageBytes,
      countsOutcomes: countsOutcomes || showsOutcomes(options),
      issueIceServers,
      openConnections,
      nowMs,
    },
    limitOptions: options,
    heartbeat: options,
  };
  const socketIo = socketIoGateway({
    ...gatewayParts,
    node,
    forwardedRequests,
    path: options.socketPath,
    clientFiles: (request, response) => requestListener(request, response),
    corsOrigin: options.corsOrigin,
  });
  const { websocketPath: path } = options;
  const others = path === "off" ? [] : [webSocketGateway({ ...gatewayParts, path })];
  const gateways = [...others, socketIo];
  const { bearer, iceServers } = bearerRoutes({
    node,
    hub,
    report,
    limits,
    limiter,
    addressOf,
    nowMs,
    authenticate,
    isReader,
    issueIceServers,
  });
  const readiness = () => (access.isOpen ? (node.isReady ? "ready" : "apart") : "closing");
  const nodes = nodeAdministration({
    node,
    census: hub.census,
    readiness,
    openConnections,
    drain: () => lifetime.drain(),
    report,
  });
  const events = new EventStreams(eventSource, node);
  const requestListener = lazyHttpRouter({
    connections: { peers: hub.peers, access: options.connectionsAccess, bearer },
    iceServers,
    admin: administrators && {
      administration: { ...hub.administration, ...nodes },
      events,
      report,
      readMetrics,
      // The holder of the admin token can lift a ban of its own address.
      authenticate: notBanned(guard(administrators), hub, { ignoresAddress: true }),
      failures,
      addressOf,
    },
    hasConsole: hasConsole(options, administrators),
    readiness,
    report,
    needsToken: options.auth !== "none",
    basePath: options.basePath,
    socketPath: options.socketPath,
    corsOrigin: options.corsOrigin,
    demo: demoOf(options),
  });
  const lifetime = lifetimeOf({
    node,
    hub,
    access,
    gateways,
    openConnections,
    forwardedRequests,
    requestListener,
    metricsServer,
    webhooks,
    options,
    report,
  });
  return {
    ...lifetime,
    attach: (httpServer) => {
      if (!access.isOpen) {
        throw new Error("the signaling server is closed; create another one to attach it");
      }
      for (const gateway of gateways) gateway.attach(httpServer);
    },
    requestListener,
  };
}

/** The options of a program that are not settings. */
const ownOptions = {
  authenticate: true,
  report: true,
  nowMs: true,
  limits: true,
  cluster: true,
  giveMetrics: true,
} satisfies Record<Exclude<keyof SignalingServerOptions, keyof Options>, true>;

/** Refuses a misspelled option, which a program without a type checker would not notice. */
function refuseOtherNames(given: SignalingServerOptions): void {
  const names = [...Object.keys(settings), ...Object.keys(ownOptions)];
  const wrong = Object.entries(given).find(
    ([name, value]) => value !== undefined && !names.includes(name),
  );
  if (!wrong) return;
  const [name] = wrong;
  const similar = nearestName(name, names);
  const advice =
    similar === undefined ? "; see the table of settings" : `; did you mean \`${similar}\`?`;
  throw new SettingError(`\`${name}\` is not an option of createSignalingServer${advice}`);
}

/** Returns the same authentication, which also refuses what an administrator has banned. */
function notBanned(
  authenticate: Authenticate,
  hub: Pick<Hub, "refuseBanned">,
  { ignoresAddress = false } = {},
): Authenticate {
  return async (credentials, client) => {
    const identity = await authenticate(credentials, client);
    await hub.refuseBanned(identity, ignoresAddress ? undefined : client.address);
    return identity;
  };
}

function reportedIssuer(issue: IssueIceServers, report: Report): IssueIceServers {
  return (holder) => {
    report({ type: "ice-servers.issued" });
    return issue(holder);
  };
}

/** The minimum length of a token that is hard to guess. */
const leastCharacters = 16;

/** A weak token causes a warning and no error, because existing deployments must start after an update. */
function reportWeakToken({ token, mode }: Options, report: Report): void {
  if (token === undefined || mode === "development") return;
  const { length: characters } = [...token];
  if (characters < leastCharacters) report({ type: "token.weak", characters });
}

/** Without a configured key no later process can resume a session, so a record would be useless. */
function endingRecordOf({ sessionKey, sessionFolder }: Options, report: Report) {
  if (sessionKey === undefined) return undefined;
  return new SessionRecord({ folder: sessionFolder, key: sessionKey, report });
}

/** Returns whether the console shows how connections between peers went. */
function showsOutcomes({ console, connectionOutcomes }: Options): boolean {
  return console === "on" && connectionOutcomes === "on";
}

/** Returns whether the console is on. Throws a `SettingError` if nobody could use it. */
function hasConsole(options: Options, administrators: Authenticate | undefined): boolean {
  if (options.console === "off") return false;
  if (!administrators) {
    throw missingSetting("adminToken", "CONSOLE=on serves a page for administrators only");
  }
  requirePage("CONSOLE", "admin");
  return true;
}

function requirePage(setting: string, page: Parameters<typeof isBuilt>[0]): void {
  if (isBuilt(page)) return;
  throw new SettingError(
    `${setting} is on, but its page is not built: run \`npm run build\` first`,
  );
}

function demoOf({ demo, auth, token }: Options): RouterOptions["demo"] {
  if (demo === "off") return undefined;
  requirePage("DEMO", "demo");
  return { publicToken: auth === "token" && token === sampleToken ? token : undefined };
}
