import {
  flagOf,
  type SettingName,
  settings,
  variableOf,
} from "../packages/server/src/config/config.ts";

const begin = "<!-- settings: written by `npm run documents` -->";
const end = "<!-- settings: end -->";

/** The settings by subject, the most important first. A setting without a group comes last. */
const groups: readonly (readonly [heading: string, names: readonly SettingName[]])[] = [
  ["The first five", ["port", "host", "token", "sessionKey", "trustProxy"]],
  ["Unix socket", ["unixSocket", "unixSocketMode"]],
  ["TLS", ["tlsCert", "tlsKey"]],
  [
    "Authentication",
    [
      "auth",
      "jwtSecret",
      "jwtPublicKey",
      "jwtJwksUrl",
      "jwtAlgorithms",
      "jwtAudience",
      "jwtIssuer",
      "jwtLeeway",
      "authUrl",
      "authTimeout",
      "adminToken",
    ],
  ],
  [
    "Web pages",
    [
      "allowedOrigins",
      "corsOrigin",
      "connectionsAccess",
      "demo",
      "console",
      "basePath",
      "socketPath",
    ],
  ],
  ["STUN and TURN servers", ["iceServers", "turnUrls", "turnSecret", "turnTtl"]],
  [
    "Connections and sessions",
    ["pingSeconds", "pingTimeoutSeconds", "sessionGrace", "sessionFolder", "drainSeconds"],
  ],
  [
    "Several servers",
    ["redisUrl", "redisUsername", "redisPassword", "redisPrefix", "nodeUrl", "workers"],
  ],
  [
    "Rates and sizes",
    [
      "maxMessageBytes",
      "messagesPerSecond",
      "messagesBurst",
      "joinsPerMinute",
      "connectsPerMinute",
      "refreshesPerMinute",
      "identityShare",
      "addressShare",
      "maxPeersPerRoom",
      "maxRoomsPerIdentity",
      "maxSockets",
      "maxSocketsPerAddress",
      "maxUnauthenticatedSockets",
      "maxFailedAuthentications",
      "connectSeconds",
      "headersSeconds",
      "requestSeconds",
      "maxMalformedFrames",
      "maxAttachments",
      "maxWaitingBytes",
      "slowConsumerSeconds",
    ],
  ],
  ["Webhooks", ["webhookUrl", "webhookSecret"]],
  [
    "Log, metrics and mode",
    [
      "logLevel",
      "logFormat",
      "metricsPort",
      "metricsHost",
      "metrics",
      "connectionOutcomes",
      "mode",
    ],
  ],
];

/** Returns the tables of all settings in Markdown, one per group. */
export function settingsTables(): string {
  const grouped = new Set(groups.flatMap(([, names]) => names));
  const others = (Object.keys(settings) as SettingName[]).filter((name) => !grouped.has(name));
  const all = others.length === 0 ? groups : [...groups, ["Others", others] as const];
  return all.map(([heading, names]) => `### ${heading}\n\n${tableOf(names)}\n`).join("\n");
}

function tableOf(names: readonly SettingName[]): string {
  const head = ["| variable | flag | default | what it is |", "| --- | --- | --- | --- |"];
  return [...head, ...names.map(rowOf)].join("\n");
}

function rowOf(name: SettingName): string {
  const { help, expects, example, default: byDefault } = settings[name];
  const value = byDefault === undefined ? "–" : `\`${byDefault}\``;
  const details = example === undefined ? expects : `${expects}; for example \`${example}\``;
  return `| \`${variableOf(name)}\` | \`--${flagOf(name)}\` | ${value} | ${help} (${details}) |`;
}

/** Returns a document with the tables of settings between its markers. */
export function withSettingsTables(document: string): string {
  const [before, rest] = document.split(begin);
  const [, after] = (rest ?? "").split(end);
  if (after === undefined) throw new Error("the document has no markers for the settings tables");
  return `${before}${begin}\n\n${settingsTables()}\n${end}${after}`;
}
