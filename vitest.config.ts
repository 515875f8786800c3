import { defineConfig } from "vitest/config";
import { findRedis } from "./tools/redis.ts";
import { TestOrder } from "./tools/test-order.ts";

const conditions = ["@simple-webrtc-signaling/source"];

/** The conversations that also run with clients of the plain WebSocket gateway. */
const conversations = [
  "admin",
  "bans",
  "drain",
  "ended-session",
  "going-away",
  "hold",
  "hook",
  "ice-servers",
  "json-web-token",
  "limits",
  "messages",
  "presence",
  "presence.property",
  "ready",
  "refusals",
  "restored-session",
  "session",
  "slow-reader",
  "token-claims",
  "token-expiry",
  "token-keys",
];

/** The conversations of the client that run over both transports. */
const clientConversations = [
  "client-administration",
  "client-sessions",
  "client-tokens",
  "client-transports",
  "connect-errors",
  "content-size",
  "forgotten-session",
  "join",
  "late-ready",
  "misbehaving-server",
];

/** Only they have an upper bound for wall-clock time, so they run alone and last. */
const timing = ["**/*.timing.test.ts"];

/** Conversations that must be the same when the clients of a room are connected to two servers. */
const conversationsOnTwoNodes = [
  "admin",
  "bans",
  "hold",
  "messages",
  "presence",
  "ready",
  "refusals",
  "session",
  "token-claims",
  "token-expiry",
];

/** Without Redis only the conversations in memory run. In CI the contract tests of Redis fail then. */
const redis = findRedis();

const serverTest = (name: string) => `packages/server/test/${name}.test.ts`;

/** These run only on demand: `npm run test:fresh-clone`, which downloads for minutes, and `npm run test:slow`. */
const onDemand = process.env["ON_DEMAND"]
  ? []
  : ["testing/e2e/fresh-clone.test.ts", "**/*.slow.test.ts"];

const modules = "**/node_modules/**";

/** Enough to keep two cores busy, because many tests wait. Projects that run together must have the same number. */
const maxWorkers = 6;

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "tests",
          include: [
            "apps/*/src/**/*.test.ts",
            "packages/*/src/**/*.test.ts",
            "packages/*/test/**/*.test.ts",
            "tools/**/*.test.ts",
            "testing/bench/**/*.test.ts",
            "testing/drill/**/*.test.ts",
            "testing/kit/**/*.test.ts",
            "testing/e2e/**/*.test.ts",
          ],
          exclude: [modules, ...timing, ...onDemand],
          globalSetup: ["testing/e2e/client/browser-servers.ts"],
          maxWorkers,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "websocket-gateway",
          include: conversations.map(serverTest),
          env: { TEST_CLIENT: "json" },
          maxWorkers,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "two-nodes",
          include: conversationsOnTwoNodes.map(serverTest),
          env: { TEST_NODES: "2" },
          maxWorkers,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "client-over-socketio",
          include: clientConversations.map((name) => `testing/e2e/${name}.test.ts`),
          env: { TEST_TRANSPORT: "socketio" },
          maxWorkers,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "two-nodes-redis",
          include: redis ? conversationsOnTwoNodes.map(serverTest) : [],
          env: { TEST_NODES: "2", TEST_REDIS: "1" },
          maxWorkers,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "timing",
          include: timing,
          exclude: [modules],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "websocket-gateway-timing",
          include: conversations.map((name) => `packages/server/test/${name}.timing.test.ts`),
          env: { TEST_CLIENT: "json" },
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "client-over-socketio-timing",
          include: clientConversations.map((name) => `testing/e2e/${name}.timing.test.ts`),
          env: { TEST_TRANSPORT: "socketio" },
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    globalSetup: ["tools/test-setup.ts"],
    // A worker imports each module once for all of its files, which saves a third of the CPU time of short files. Vitest keeps
    // a worker only as long as the next file is of the same project, so that TestOrder keeps the files of a project together.
    isolate: false,
    // The projects transform the same modules. With the files of this cache, only the first project does.
    experimental: { fsModuleCache: true },
    restoreMocks: true,
    unstubGlobals: true,
    sequence: { sequencer: TestOrder },
    // Limits for a test that hangs, not for a slow machine: at a load of 40, a test of 10 s took more than a minute.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
