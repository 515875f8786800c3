import { randomBytes } from "node:crypto";
import type { Server as HttpServer, RequestListener } from "node:http";
import { type Limits, limits as wireLimits } from "simple-webrtc-signaling-protocol";
import type { Authenticate } from "./auth/authenticate.ts";
import { SessionSecrets } from "./auth/session-secrets.ts";
import { authenticationOf } from "./composition/authentication.ts";
import { bearerRoutes } from "./composition/bearer-routes.ts";
import { iceServersOptions } from "./composition/ice-options.ts";
import { type Lifetime, lifetimeOf } from "./composition/lifetime.ts";
import { type Options, resolveOptions, SettingError, sampleToken } from "./config/config.ts";
import { OpenConnections } from "./connection/open-connections.ts";
import { memoryDirectory } from "./directory/memory.ts";
import { socketIoGateway } from "./gateways/socketio/gateway.ts";
import { isDemoBuilt } from "./http/demo.ts";
import { httpRouter, type RouterOptions } from "./http/router.ts";
import { createHub } from "./hub/hub.ts";
import { iceServerIssuer } from "./ice/ice-servers.ts";
import { clientAddressOf } from "./limits/client-address.ts";
import { guarded } from "./limits/guarded-authentication.ts";
import { Limiter } from "./limits/limiter.ts";
import { SessionRecord } from "./session-record/session-record.ts";
import type { Report } from "./telemetry/fact.ts";
import { logReport } from "./telemetry/log.ts";

/** `undefined` is the default, also under `exactOptionalPropertyTypes`. */
type GivenSettings = { readonly [Name in keyof Options]?: Options[Name] | undefined };

/** The settings of the command line, and what only a program can give. */
export interface SignalingServerOptions extends GivenSettings {
  /** Lets clients in, instead of what `auth` says. */
  readonly authenticate?: Authenticate | undefined;
  /** Takes note of every fact, instead of the log. */
  readonly report?: Report | undefined;
  /** A clock that never goes back, in milliseconds, for all limits of how often. */
  readonly nowMs?: (() => number) | undefined;
  /** Other limits than those of the protocol. */
  readonly limits?: Partial<Limits> | undefined;
}

export interface SignalingServer extends Lifetime {
  /**
   * Serves Socket.IO on an HTTP server of yours until `close()`; its other paths, and its end, stay yours. Your own
   * `request` listeners have to be there already.
   */
  attach(httpServer: HttpServer): void;
  /** Answers, below `basePath`, `/`, `/client.js`, `/connections`, `/ice-servers`, `/healthz`, `/readyz` and `/admin/…`, to be mounted in an HTTP server of yours. */
  readonly requestListener: RequestListener;
}

/** Composes a signaling server. Throws a `SettingError` if a setting cannot be used. */
export function createSignalingServer(given: SignalingServerOptions = {}): SignalingServer {
  const options = resolveOptions(given);
  const report = given.report ?? logReport({ level: options.logLevel, format: options.logFormat });
  reportWeakToken(options, report);
  const directory = memoryDirectory();
  const { sessionKey = randomBytes(32).toString("base64url"), sessionGrace } = options;
  const hub = createHub({
    directory,
    report,
    limits: options,
    secrets: new SessionSecrets({ key: sessionKey }),
    isKeyLasting: options.sessionKey !== undefined,
    endingRecord: endingRecordOf(options, report),
    graceMs: sessionGrace * 1_000,
    longestDelayMs: (options.pingSeconds + options.pingTimeoutSeconds) * 1_000,
  });
  const nowMs = given.nowMs ?? (() => performance.now());
  const limiter = new Limiter({ limits: options, report, nowMs });
  const addressOf = clientAddressOf(options.trustProxy);
  const { isReader, administrators, ...unguarded } = authenticationOf(
    options,
    report,
    given.authenticate,
  );
  const failures = limiter.failedAuthentications;
  const guard = (who: Authenticate) => guarded(who, { failures, report });
  const issueIceServers = iceServerIssuer(iceServersOptions(options));
  const authenticate = guard(unguarded.authenticate);
  const limits = { ...wireLimits, ...given.limits };
  const openConnections = new OpenConnections();
  const gateway = socketIoGateway({
    hub,
    limits,
    maxMessageBytes: options.maxMessageBytes,
    issueIceServers,
    authenticate,
    limiter,
    limitOptions: options,
    openConnections,
    heartbeat: options,
    addressOf,
    nowMs,
    path: options.socketPath,
    clientFiles: (request, response) => requestListener(request, response),
    corsOrigin: options.corsOrigin,
  });
  const { bearer, iceServers } = bearerRoutes({
    hub,
    limits,
    limiter,
    addressOf,
    nowMs,
    authenticate,
    isReader,
    issueIceServers,
  });
  const requestListener = httpRouter({
    connections: { directory, access: options.connectionsAccess, bearer },
    iceServers,
    admin: administrators && {
      hub,
      authenticate: guard(administrators),
      failures,
      addressOf,
    },
    isReady: gateway.isOpen,
    report,
    needsToken: options.auth !== "none",
    basePath: options.basePath,
    socketPath: options.socketPath,
    corsOrigin: options.corsOrigin,
    demo: demoOf(options),
  });
  return {
    ...lifetimeOf({ hub, gateway, openConnections, requestListener, options, report }),
    attach: gateway.attach,
    requestListener,
  };
}

const fewCharacters = 16;

/** A warning, not a refusal: deployments that exist must start after an update. */
function reportWeakToken({ token, mode }: Options, report: Report): void {
  if (token === undefined || mode === "development") return;
  const { length: characters } = [...token];
  if (characters < fewCharacters) report({ type: "token.weak", characters });
}

/** Without a lasting key no later process can resume a session. */
function endingRecordOf({ sessionKey, sessionFolder }: Options, report: Report) {
  if (sessionKey === undefined) return undefined;
  return new SessionRecord({ folder: sessionFolder, key: sessionKey, report });
}

function demoOf({ demo, auth, token }: Options): RouterOptions["demo"] {
  if (demo === "off") return undefined;
  if (!isDemoBuilt()) {
    throw new SettingError("DEMO is on, but the demo page is not built: run `npm run build` first");
  }
  return { publicToken: auth === "token" && token === sampleToken ? token : undefined };
}
