import * as z from "zod";
import { connectionsAccesses } from "../http/connections.ts";
import { pathPattern } from "../http/path-pattern.ts";
import { logLevels } from "../telemetry/line.ts";
import { logFormats } from "../telemetry/log.ts";
import { authenticationSettings } from "./authentication-settings.ts";
import { clusterSettings } from "./cluster-settings.ts";
import { iceSettings } from "./ice-settings.ts";
import { lifetimeSettings } from "./lifetime-settings.ts";
import { limitSettings } from "./limit-settings.ts";
import { metricsSettings } from "./metrics-settings.ts";
import { origins } from "./origin-setting.ts";
import { sessionSettings } from "./session-settings.ts";
import {
  anyOf,
  oneOf,
  onOrOff,
  onOrOffExpects,
  orOff,
  reasonIn,
  setting,
  text,
  trimmed,
  wholeNumber,
} from "./setting.ts";
import { tlsSettings } from "./tls-settings.ts";
import { unixSocketSettings } from "./unix-socket-settings.ts";
import { webhookSettings } from "./webhook-settings.ts";

/** A path, which the schema completes with a slash at its end. */
const path = z
  .string()
  .regex(pathPattern)
  .transform((given) => given.replace(/\/?$/, "/"));

/**
 * Every setting of the server. The name in code, `maxMessageBytes`, is `MAX_MESSAGE_BYTES` in the
 * environment and `--max-message-bytes` on the command line; help texts and documents derive from here.
 */
export const settings = {
  port: setting({
    schema: wholeNumber(0, 65_535),
    default: "3000",
    expects: "a whole number from 0 to 65535",
    help: "TCP port to listen on; with 0 the operating system chooses a free port, which the log shows",
  }),
  host: setting({
    schema: text,
    default: undefined,
    expects: "an IP address or a host name of this machine",
    example: "127.0.0.1",
    help: "address to listen on; if unset, all addresses of this machine",
  }),
  auth: setting({
    schema: oneOf(["token", "jwt", "hook", "none"]),
    default: "token",
    expects: anyOf(["token", "jwt", "hook", "none"]),
    help: "authentication of clients: by the shared token (token), by JSON Web Tokens (jwt), by an HTTP endpoint (hook), or none",
  }),
  token: setting({
    schema: text,
    default: undefined,
    expects: "one line of text",
    example: '"$(openssl rand -base64 24)"',
    help: "shared token of all clients; if unset, the server generates one for this run and prints it once",
    isSecret: true,
  }),
  ...unixSocketSettings,
  ...tlsSettings,
  ...authenticationSettings,
  corsOrigin: setting({
    schema: origins({ refused: "missing" }),
    default: "*",
    expects: "* or origins, separated by commas; https://*.example.com is all subdomains",
    example: "https://app.example,https://*.example.com",
    help: "origins whose pages may read HTTP responses (CORS)",
  }),
  connectionsAccess: setting({
    schema: orOff(oneOf(connectionsAccesses)),
    default: "token",
    expects: anyOf(connectionsAccesses),
    help: "access to GET /connections: everybody (public), clients with a token (token), or nobody (off)",
  }),
  maxMessageBytes: setting({
    schema: wholeNumber(1_024, 16_777_216),
    default: "131072",
    expects: "a whole number from 1024 to 16777216",
    help: "maximum size of a message, in bytes",
  }),
  ...limitSettings,
  ...sessionSettings,
  ...clusterSettings,
  ...lifetimeSettings,
  ...iceSettings,
  ...metricsSettings,
  ...webhookSettings,
  basePath: setting({
    schema: z.union([z.literal("/"), path]),
    default: "/",
    expects: "a path",
    example: "/signal/",
    help: "path prefix of everything the server serves, for a reverse proxy that keeps the prefix in requests",
  }),
  socketPath: setting({
    schema: path,
    default: "/socket.io/",
    expects: "a path",
    help: "Socket.IO path, below BASE_PATH",
  }),
  websocketPath: setting({
    schema: orOff(path.transform((given) => given.slice(0, -1))),
    default: "/ws",
    expects: "a path, or off",
    help: "path of the plain WebSocket gateway, below BASE_PATH",
  }),
  demo: setting({
    schema: onOrOff,
    default: "off",
    expects: onOrOffExpects,
    example: "on",
    help: "demo pages: a call at `/`, in place of the status page, and a network check at `/check`",
  }),
  console: setting({
    schema: onOrOff,
    default: "off",
    expects: onOrOffExpects,
    example: "on",
    help: "page for administrators at `/admin/`; it asks for ADMIN_TOKEN, or for a token with the permission `admin`",
  }),
  logLevel: setting({
    schema: oneOf(logLevels),
    default: "info",
    expects: anyOf(logLevels),
    help: "log level: the most detailed level that is logged",
  }),
  logFormat: setting({
    schema: oneOf(logFormats),
    default: "auto",
    expects: anyOf(logFormats),
    help: "format of log lines: for people (pretty) or for programs (json); auto is pretty on a terminal",
  }),
  mode: setting({
    schema: oneOf(["development", "production"]),
    default: "production",
    expects: anyOf(["development", "production"]),
    help: "mode of operation; development accepts the sample tokens and the sample key of config/dev.env",
  }),
};

type Settings = typeof settings;

export type SettingName = keyof Settings;

/** All settings, validated and with defaults. The settings table of the README describes each. */
export type Options = {
  readonly [Name in SettingName]:
    | z.output<Settings[Name]["schema"]>
    | (Settings[Name]["default"] extends string ? never : undefined);
};

/** The token of config/dev.env. The sample secrets are public, so they protect nothing. */
export const sampleToken = "SIGNALING123";

/** The admin token of config/dev.env. */
export const sampleAdminToken = "SIGNALING123-ADMIN";

/** The session key of config/dev.env. */
export const sampleSessionKey = "SIGNALING123-SESSIONS-OF-DEVELOPMENT";

/**
 * Is thrown for a setting that cannot be used. The message is one line: the setting, its value unless that is a
 * secret, the reason, what is expected, and an example.
 */
export class SettingError extends Error {
  override readonly name = "SettingError";
}

/** Returns the setting's name in the environment: `maxMessageBytes` → `MAX_MESSAGE_BYTES`. */
export function variableOf(name: SettingName): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** Returns the setting's name on the command line: `maxMessageBytes` → `max-message-bytes`. */
export function flagOf(name: SettingName): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Checks the given settings and fills in the defaults. Throws a {@link SettingError}. */
export function resolveOptions(given: { readonly [Name in SettingName]?: unknown }): Options {
  const names = Object.keys(settings) as SettingName[];
  const entries = names.map((name) => [name, resolve(name, given[name])] as const);
  const resolved = Object.fromEntries(entries) as Options;
  const options = {
    ...resolved,
    socketPath: belowBase(resolved, resolved.socketPath),
    websocketPath: belowBase(resolved, resolved.websocketPath),
  };
  refuseSamples(options);
  refuseCollisions(options);
  refuseUnencryptedWorkers(options);
  if (options.adminToken !== undefined && options.adminToken === options.token) {
    throw new SettingError(
      "ADMIN_TOKEN equals TOKEN, which every client knows: set ADMIN_TOKEN to another secret",
    );
  }
  return options;
}

/** A path that already begins with the base path stays as it is. */
function belowBase({ basePath }: Options, path: string): string {
  const isBelow = path.startsWith(basePath) && path !== basePath;
  return isBelow || path === "off" ? path : `${basePath.slice(0, -1)}${path}`;
}

function refuseCollisions({
  port,
  metricsPort,
  unixSocket,
  socketPath,
  websocketPath,
}: Options): void {
  if (metricsPort === port && port !== 0 && unixSocket === undefined) {
    throw new SettingError(
      `METRICS_PORT is ${port}, as PORT: the metrics need a port of their own; expected another port, or off, for example METRICS_PORT=${port === 9_464 ? 9_465 : 9_464}`,
    );
  }
  if (`${websocketPath}/` === socketPath) {
    throw new SettingError(
      `WEBSOCKET_PATH is "${websocketPath}", as SOCKET_PATH: each needs a path of its own; expected another path, or off, for example WEBSOCKET_PATH=${websocketPath}2`,
    );
  }
}

/** The requests that servers forward contain the tokens of clients. */
function refuseUnencryptedWorkers({ workers, nodeUrl }: Options): void {
  if (workers === 1 || nodeUrl === undefined || new URL(nodeUrl).protocol !== "https:") return;
  throw new SettingError(
    `NODE_URL is "${nodeUrl}" and WORKERS is ${workers}, but each worker receives forwarded requests over http, without encryption: set WORKERS=1 and start several servers behind https, or set an http URL if the network is private`,
  );
}

function refuseSamples({ token, adminToken, sessionKey, mode, auth }: Options): void {
  if (mode !== "production") return;
  if (token === sampleToken && auth !== "none") throw sample("token", "token");
  if (adminToken === sampleAdminToken) throw sample("adminToken", "token");
  if (sessionKey === sampleSessionKey) throw sample("sessionKey", "key");
}

function sample(name: SettingName, kind: "token" | "key"): SettingError {
  const variable = variableOf(name);
  return new SettingError(
    `${variable} is the sample ${kind}, which is public: set ${variable} to a secret of your own, or MODE=development for tests`,
  );
}

function resolve(name: SettingName, given: unknown): unknown {
  const { schema, default: byDefault } = settings[name];
  const value = trimmed(given ?? byDefault);
  if (value === undefined) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new SettingError(sentenceOn(name, given, reasonIn(parsed.error.issues)));
}

/** Returns the message of an error: the setting, its value unless that is a secret, the reason, what is expected, an example. */
function sentenceOn(name: SettingName, given: unknown, reason: string | undefined): string {
  const { expects, example, default: byDefault, ...setting } = settings[name];
  const variable = variableOf(name);
  const isBlank = trimmed(given) === "";
  const value = "isSecret" in setting ? "" : ` is ${shown(given)}`;
  const why = reason === undefined || isBlank ? "" : `${reason}; `;
  const wanted = `expected ${expects}, for example ${variable}=${example ?? byDefault}`;
  return `${variable}${isBlank ? " is blank" : value}: ${why}${wanted}`;
}

/** Returns the error for a missing setting. `why` says what requires it. */
export function missingSetting(name: SettingName, why: string): SettingError {
  const { expects, example } = settings[name];
  const variable = variableOf(name);
  return new SettingError(
    `${variable} is not set: ${why}; expected ${expects}, for example ${variable}=${example}`,
  );
}

const longestShown = 200;

/** Returns a value for people to read: without the password and the query of a URL, which can be secrets. */
function shown(value: unknown): string {
  // JSON has no form for `Infinity`.
  const json = typeof value === "number" ? undefined : JSON.stringify(value);
  const text = (json ?? String(value))
    .replace(/:\/\/[^/@\s"]*@/g, "://…@")
    .replace(/(:\/\/[^\s",?]*)\?[^\s",]*/g, "$1?…");
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
