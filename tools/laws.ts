/**
 * The architecture as a table: the imports that each part may have. A part that is not in the table fails the check.
 * A file belongs to the first entry whose `of` is a prefix of its path.
 */
export interface Part {
  readonly of: string;
  /** Parts of the same package that this part may import, in addition to itself. */
  readonly parts: readonly string[];
  /** Packages that this part may import; `"declared"` is any package in its package.json. */
  readonly packages: readonly string[] | "declared";
}

const server = "packages/server/src/";
const client = "packages/client/src/";
const view = "packages/signaling-view/src/";
const demo = "apps/demo/src/";
const consolePage = "apps/console/src/";
const protocol = "simple-webrtc-signaling-protocol";
const clientPackage = "simple-webrtc-signaling-client";
const viewPackage = "simple-webrtc-signaling-view";

const within = (name: string, parts: readonly string[], packages: Part["packages"]): Part => ({
  of: server + name,
  parts: parts.map((part) => server + part),
  packages,
});

const inClient = (name: string, parts: readonly string[], packages: Part["packages"]): Part => ({
  of: client + name,
  parts: parts.map((part) => client + part),
  packages,
});

/** The parts that every gateway may import. */
const belowGateways = [
  "access/",
  "auth/",
  "connection/",
  "content/",
  "deadline.ts",
  "http/",
  "hub/",
  "limits/",
  "sockets/",
  "telemetry/",
];

/** The files that the gateways share. */
const ofAllGateways = ["gateways/answering-server.ts", "gateways/gateway.ts", "gateways/mount.ts"];

const inView = (name: string, parts: readonly string[], packages: Part["packages"]): Part => ({
  of: view + name,
  parts: parts.map((part) => view + part),
  packages,
});

const inDemo = (name: string, parts: readonly string[]): Part => ({
  of: demo + name,
  parts: parts.map((part) => demo + part),
  packages: "declared",
});

const inConsole = (name: string, parts: readonly string[], packages: Part["packages"]): Part => ({
  of: consolePage + name,
  parts: parts.map((part) => consolePage + part),
  packages,
});

export const parts: readonly Part[] = [
  { of: "packages/protocol/src/", parts: [], packages: ["zod"] },
  inClient("base/", [], [protocol]),
  inClient("channel/", ["base/"], [protocol]),
  inClient("reliable/", ["base/", "channel/"], [protocol]),
  inClient("diagnosis/", [], []),
  inClient("webrtc/", ["base/", "channel/", "diagnosis/"], []),
  inClient("room/", ["base/", "channel/", "reliable/", "webrtc/"], [protocol]),
  inClient("transport/", ["base/"], [protocol]),
  inClient("websocket/", ["base/", "transport/"], [protocol, "ws"]),
  inClient(
    "socketio/",
    ["base/", "transport/"],
    [protocol, "socket.io-client", "socket.io-parser"],
  ),
  inClient("server/", ["base/", "channel/", "transport/", "websocket/", "socketio/"], [protocol]),
  inClient("check/", ["base/", "diagnosis/", "server/", "transport/", "webrtc/"], [protocol]),
  inClient("file/", ["base/", "room/", "webrtc/"], []),
  inClient("host/", ["base/", "channel/", "room/"], [protocol]),
  inClient("react/", ["base/", "room/", "webrtc/", "join-room.ts"], ["react"]),
  inClient("", [""], [protocol]),
  inView("reading/", [], ["diff"]),
  inView("trace/", ["reading/"], ["lit", clientPackage]),
  inView("rows/", ["reading/", "trace/"], [clientPackage]),
  inView("drawing/", ["reading/", "rows/", "trace/"], ["lit"]),
  inView("details/", ["drawing/", "reading/", "rows/", "trace/"], ["lit"]),
  inView("page/", ["details/", "drawing/", "reading/", "rows/", "trace/"], ["lit"]),
  inView("signaling-view.ts", ["details/", "page/", "rows/", "trace/"], ["lit", clientPackage]),
  within("version.ts", [], []),
  within("deadline.ts", [], []),
  within("telemetry/", [], [protocol, "pino", "pino-pretty"]),
  within("ice/", [], [protocol]),
  within("auth/", ["telemetry/"], [protocol, "jose", "zod"]),
  within("session-record/", ["auth/", "telemetry/"], []),
  within("limits/", ["auth/", "telemetry/"], [protocol]),
  within("cluster/redis/", ["cluster/", "telemetry/"], [protocol, "ioredis"]),
  within("cluster/", ["deadline.ts", "telemetry/"], [protocol]),
  within("webhooks/", ["telemetry/"], []),
  within("event-streams/", ["cluster/", "telemetry/"], []),
  within("metrics/", ["telemetry/"], [protocol, "prom-client"]),
  within("content/", [], [protocol]),
  within(
    "hub/",
    ["auth/", "cluster/", "content/", "limits/", "session-record/", "telemetry/"],
    [protocol],
  ),
  within("access/", ["auth/", "deadline.ts", "http/", "limits/", "telemetry/"], [protocol]),
  within(
    "connection/",
    ["auth/", "content/", "deadline.ts", "hub/", "ice/", "limits/", "telemetry/"],
    [protocol],
  ),
  within("sockets/", [], ["ws"]),
  within(
    "http/",
    ["auth/", "cluster/", "event-streams/", "hub/", "limits/", "telemetry/", "version.ts"],
    [protocol, "hono", "@hono/node-server", "zod"],
  ),
  within(
    "gateways/socketio/",
    [...belowGateways, ...ofAllGateways],
    [protocol, "engine.io", "httpxy", "socket.io", "socket.io-parser"],
  ),
  within("gateways/websocket/", [...belowGateways, ...ofAllGateways], [protocol, "ws"]),
  within("gateways/", ["http/", "sockets/"], ["ws"]),
  within("config/", ["auth/", "http/", "ice/", "limits/", "telemetry/"], [protocol, "zod"]),
  within(
    "composition/",
    [
      "access/",
      "auth/",
      "config/",
      "connection/",
      "cluster/",
      "gateways/",
      "http/",
      "hub/",
      "ice/",
      "limits/",
      "metrics/",
      "session-record/",
      "telemetry/",
      "version.ts",
      "webhooks/",
    ],
    [protocol],
  ),
  within("commands/", ["auth/", "composition/", "config/", "http/"], ["zod"]),
  within("server.ts", [""], [protocol]),
  within("index.ts", [""], [protocol]),
  within("cli.ts", ["commands/", "composition/workers/", "config/", "server.ts", "version.ts"], []),
  {
    of: "packages/client/test/",
    parts: ["packages/client/src/", "testing/kit/"],
    packages: "declared",
  },
  {
    of: "packages/server/test/",
    parts: [
      "packages/server/src/auth/",
      "packages/server/src/cluster/",
      "packages/server/src/commands/admin-command.ts",
      // The settings of files in `deploy/`.
      "packages/server/src/commands/command-line.ts",
      "packages/server/src/config/config.ts",
      "packages/server/src/hub/",
      "packages/server/src/index.ts",
      "packages/server/src/metrics/",
      "packages/server/src/webhooks/",
      "testing/kit/",
      "tools/certificate.ts",
    ],
    packages: "declared",
  },
  inDemo("watchable.ts", []),
  inDemo("page/", []),
  inDemo("styles/", []),
  inDemo("text/", []),
  inDemo("files/", ["text/", "watchable.ts"]),
  inDemo("call/", ["files/", "text/", "watchable.ts"]),
  inDemo("elements/", ["call/", "files/", "page/", "styles/", "text/", "watchable.ts"]),
  inDemo("check/", ["page/", "styles/"]),
  inDemo("check.ts", ["check/"]),
  inDemo("main.ts", ["elements/"]),
  { of: "apps/demo/", parts: [], packages: "declared" },
  inConsole("api/", [], []),
  inConsole("styles/", [], ["lit"]),
  inConsole("live/", ["api/"], ["lit"]),
  inConsole("actions/", ["api/", "live/"], []),
  inConsole("elements/", ["actions/", "api/", "live/", "styles/"], ["lit", viewPackage]),
  inConsole("main.ts", ["elements/"], []),
  { of: "apps/console/", parts: [], packages: "declared" },
  { of: "examples/", parts: [], packages: "declared" },
  {
    of: "testing/e2e/",
    parts: [
      "testing/kit/",
      "tools/caddy.ts",
      "tools/certificate.ts",
      "tools/chromium.ts",
      "tools/coturn.ts",
      "tools/firefox.ts",
      "tools/haproxy.ts",
      "tools/nftables.ts",
      "tools/nginx.ts",
      "tools/python.ts",
      "tools/redis.ts",
    ],
    packages: "declared",
  },
  { of: "testing/kit/", parts: ["tools/redis.ts"], packages: "declared" },
  {
    of: "testing/bench/",
    parts: ["testing/kit/", "tools/chromium.ts", "tools/firefox.ts"],
    packages: "declared",
  },
  {
    of: "testing/attack/",
    parts: [
      "testing/kit/",
      "packages/server/test/hostile-frames.ts",
      "packages/server/test/tokens.ts",
    ],
    packages: "declared",
  },
  { of: "testing/drill/", parts: ["testing/kit/"], packages: "declared" },
  {
    of: "tools/",
    parts: ["packages/server/src/config/config.ts", ".yarn/import-npm-lock.cjs"],
    packages: "declared",
  },
];
