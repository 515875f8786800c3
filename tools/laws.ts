/**
 * The house, as a table: what each part may import. Arrows point down; a part that is not named
 * here does not pass. The first entry whose `of` begins a file's path is the file's part.
 */
export interface Part {
  readonly of: string;
  /** Parts of the same package it may import, beside itself. */
  readonly parts: readonly string[];
  /** Packages it may import; `"declared"` is any that its package.json names. */
  readonly packages: readonly string[] | "declared";
}

const server = "packages/server/src/";
const protocol = "simple-webrtc-signaling-protocol";

const within = (name: string, parts: readonly string[], packages: Part["packages"]): Part => ({
  of: server + name,
  parts: parts.map((part) => server + part),
  packages,
});

export const parts: readonly Part[] = [
  { of: "packages/protocol/src/", parts: [], packages: ["zod"] },
  {
    of: "packages/client/src/",
    parts: [],
    packages: [protocol, "socket.io-client", "socket.io-parser"],
  },
  within("rooms.ts", [], []),
  within("version.ts", [], []),
  within("path-segment.ts", [], []),
  within("occupants.ts", [], []),
  within("listening.ts", [], []),
  within("drain.ts", ["occupants.ts", "telemetry/fact.ts"], []),
  within("setting.ts", [], ["zod"]),
  within("lifetime-settings.ts", ["setting.ts"], ["zod"]),
  within("origin-setting.ts", ["setting.ts", "limits/origin-entry.ts"], ["zod"]),
  within(
    "limit-settings.ts",
    ["origin-setting.ts", "setting.ts", "limits/client-address.ts"],
    ["zod"],
  ),
  within("authentication-settings.ts", ["auth/algorithms.ts", "setting.ts"], ["zod"]),
  within("session-settings.ts", ["setting.ts"], ["zod"]),
  within("ice-settings.ts", ["setting.ts", "ice/"], [protocol, "zod"]),
  within("ice-options.ts", ["config.ts", "ice/"], []),
  within("ice/", [], [protocol]),
  within("telemetry/log.ts", ["telemetry/"], ["pino", "pino-pretty"]),
  within("telemetry/", [], [protocol]),
  within("directory/", ["rooms.ts"], [protocol]),
  within("auth/algorithms.ts", [], []),
  within("auth/identity.ts", [], []),
  within("auth/", ["telemetry/fact.ts"], [protocol, "jose", "zod"]),
  within("session-record/", ["auth/lineage.ts", "telemetry/fact.ts"], []),
  within("limits/", ["auth/authenticate.ts", "limit-settings.ts", "telemetry/fact.ts"], [protocol]),
  within(
    "hub/",
    [
      "auth/identity.ts",
      "auth/lineage.ts",
      "auth/session-secrets.ts",
      "directory/",
      "limits/occupancy.ts",
      "session-record/ending.ts",
      "telemetry/fact.ts",
      "rooms.ts",
    ],
    [protocol],
  ),
  within(
    "gateways/socketio/",
    [
      "hub/",
      "auth/",
      "http/raw-answer.ts",
      "http/security-headers.ts",
      "ice/",
      "limits/",
      "limit-settings.ts",
      "occupants.ts",
      "telemetry/fact.ts",
    ],
    [protocol, "engine.io", "socket.io", "socket.io-parser", "ws"],
  ),
  within("http/path-pattern.ts", [], []),
  within("http/raw-answer.ts", ["http/security-headers.ts"], []),
  within("http/security-headers.ts", [], []),
  within(
    "http/admin/",
    [
      "hub/",
      "auth/authenticate.ts",
      "auth/claims.ts",
      "auth/identity.ts",
      "limits/",
      "http/bearer.ts",
      "path-segment.ts",
      "version.ts",
    ],
    [protocol, "hono", "@hono/node-server", "zod"],
  ),
  within(
    "http/",
    [
      "auth/authenticate.ts",
      "auth/identity.ts",
      "directory/",
      "limits/allowed-origin.ts",
      "telemetry/fact.ts",
      "version.ts",
    ],
    [protocol, "hono", "@hono/node-server"],
  ),
  within(
    "config.ts",
    [
      "authentication-settings.ts",
      "http/connections.ts",
      "http/path-pattern.ts",
      "ice-settings.ts",
      "lifetime-settings.ts",
      "limit-settings.ts",
      "origin-setting.ts",
      "session-settings.ts",
      "setting.ts",
      "telemetry/",
    ],
    ["zod"],
  ),
  within("json-web-token-settings.ts", ["auth/", "config.ts", "telemetry/fact.ts"], []),
  within("administration.ts", ["auth/", "config.ts"], [protocol]),
  within(
    "authentication.ts",
    ["auth/", "config.ts", "telemetry/fact.ts", "json-web-token-settings.ts", "administration.ts"],
    [protocol],
  ),
  within(
    "bearer-routes.ts",
    ["auth/authenticate.ts", "authentication.ts", "hub/", "http/", "ice/", "limits/"],
    [protocol],
  ),
  within(
    "token-command.ts",
    ["auth/", "config.ts", "command-line.ts", "json-web-token-settings.ts"],
    [],
  ),
  within(
    "admin-command.ts",
    ["auth/bounded-fetch.ts", "config.ts", "command-line.ts", "admin-request.ts", "admin-help.ts"],
    [],
  ),
  within("admin-request.ts", ["auth/bounded-fetch.ts", "path-segment.ts"], ["zod"]),
  within("admin-help.ts", [], []),
  within("nearest-name.ts", [], []),
  within("settings-file.ts", ["config.ts", "nearest-name.ts"], []),
  within("usage-problem.ts", [], []),
  within("command-line.ts", ["config.ts", "settings-file.ts", "usage-problem.ts"], []),
  within("listen-error.ts", ["config.ts"], []),
  within(
    "lifetime.ts",
    [
      "auth/",
      "config.ts",
      "directory/",
      "drain.ts",
      "gateways/",
      "http/",
      "hub/",
      "limits/",
      "listen-error.ts",
      "listening.ts",
      "occupants.ts",
      "telemetry/",
    ],
    [],
  ),
  within("server.ts", [""], [protocol]),
  within("index.ts", [""], [protocol]),
  within(
    "cli.ts",
    [
      "command-line.ts",
      "config.ts",
      "server.ts",
      "version.ts",
      "token-command.ts",
      "admin-command.ts",
    ],
    [],
  ),
  { of: "packages/client/test/", parts: ["packages/client/src/"], packages: "declared" },
  { of: "packages/server/test/", parts: ["packages/server/src/index.ts"], packages: "declared" },
  { of: "apps/demo/", parts: [], packages: "declared" },
  { of: "examples/", parts: [], packages: "declared" },
  {
    of: "e2e/",
    parts: [
      "drill/",
      "tools/chromium.ts",
      "tools/coturn.ts",
      "tools/firefox.ts",
      "tools/nginx.ts",
      "tools/python.ts",
    ],
    packages: "declared",
  },
  { of: "bench/", parts: ["tools/chromium.ts"], packages: "declared" },
  {
    of: "attack/",
    parts: ["bench/", "packages/server/test/hostile-frames.ts", "packages/server/test/tokens.ts"],
    packages: "declared",
  },
  { of: "drill/", parts: ["attack/", "bench/"], packages: "declared" },
  {
    of: "tools/",
    parts: ["packages/server/src/config.ts", ".yarn/import-npm-lock.cjs"],
    packages: "declared",
  },
];
