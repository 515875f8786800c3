import type { ServerOptions as EngineOptions } from "engine.io";
import type { ServerOptions } from "socket.io";
import type { ConnectionServices } from "../../connection/services.ts";
import { originGuard } from "../../limits/allowed-origin.ts";
import type { LimitOptions } from "../../limits/limit-options.ts";
import { AnsweringServer } from "../answering-server.ts";
import { eventParser } from "./parser.ts";

/** The parts and settings that the transports of Socket.IO use. */
export interface TransportOptions {
  /** The parts that all connections share. */
  readonly services: ConnectionServices;
  readonly limitOptions: LimitOptions;
  readonly corsOrigin: "*" | readonly string[];
  readonly heartbeat: Heartbeat;
}

/** The heartbeat settings. */
interface Heartbeat {
  readonly pingSeconds: number;
  readonly pingTimeoutSeconds: number;
}

/** Is longer than the timeout of a hook and the delay after failed authentications. */
const longestAuthenticationMs = 60_000;

/** Returns the options of the Engine.IO server. */
export function engineOptions({ services, corsOrigin, heartbeat }: TransportOptions) {
  return {
    cors: { origin: corsOption(corsOrigin) },
    maxHttpBufferSize: services.maxMessageBytes,
    pingInterval: heartbeat.pingSeconds * 1_000,
    pingTimeout: heartbeat.pingTimeoutSeconds * 1_000,
    perMessageDeflate: false,
    httpCompression: false,
    wsEngine: AnsweringServer,
  } satisfies EngineOptions;
}

/** Returns the options of the Socket.IO server. */
export function serverOptions({ services, limitOptions }: TransportOptions) {
  return {
    serveClient: false,
    // A pending connection has a shorter deadline, which does not count the time of a slow authentication.
    connectTimeout: longestAuthenticationMs,
    parser: eventParser({
      nesting: services.limits.nesting,
      mostAttachments: limitOptions.maxAttachments,
      mostMalformed: limitOptions.maxMalformedFrames,
      malformed: () =>
        services.report({ type: "limit.reached", limit: "malformed-frames", of: "socket" }),
    }),
  } satisfies Partial<ServerOptions>;
}

function corsOption(corsOrigin: TransportOptions["corsOrigin"]) {
  if (corsOrigin === "*") return "*";
  const mayRead = originGuard(corsOrigin);
  return (
    origin: string | undefined,
    allow: (error: Error | null, isAllowed: boolean) => void,
  ): void => allow(null, mayRead(origin));
}
