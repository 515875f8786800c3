import { defineConfig } from "vitest/config";

const conditions = ["@simple-webrtc-signaling/source"];

/** These tests use the whole machine, or build files that others read, so they run after all others. */
const programs = [
  "testing/e2e/attack.test.ts",
  "testing/e2e/drill.test.ts",
  "testing/e2e/scripts.test.ts",
];

/** They share a browser in each of two workers, which is all that two cores can feed. */
const browsers = [
  "testing/e2e/browser.test.ts",
  "testing/e2e/examples.test.ts",
  "testing/e2e/https.test.ts",
  "testing/e2e/client/**/*.test.ts",
  "testing/e2e/demo/**/*.test.ts",
  "testing/e2e/nginx/base-path.test.ts",
  "testing/e2e/turn/relayed-call.test.ts",
];

/** The conversations that also run with clients of the plain WebSocket gateway. */
const conversations = [
  "admin",
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

/** It downloads for minutes, so it runs only on demand: `npm run test:fresh-clone`. */
const slowPrograms = ["testing/e2e/fresh-clone.test.ts"];

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
            "testing/drill/**/*.test.ts",
            "testing/kit/**/*.test.ts",
            "testing/e2e/**/*.test.ts",
          ],
          exclude: ["**/node_modules/**", ...browsers, ...programs, ...slowPrograms],
          // Most of them wait, for a timer or another process.
          maxWorkers: 4,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "websocket-gateway",
          include: conversations.map((name) => `packages/server/test/${name}.test.ts`),
          env: { TEST_CLIENT: "json" },
          maxWorkers: 4,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "browsers",
          include: browsers,
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "programs",
          include: process.env["FRESH_CLONE"] ? slowPrograms : programs,
          // A server that withstands an attack only at the second try does not withstand it.
          retry: 0,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
    globalSetup: "tools/test-setup.ts",
    testTimeout: 20_000,
    // A condition may take long on a busy machine; the default is 1 s.
    expect: { poll: { timeout: 15_000 } },
    hookTimeout: 60_000,
  },
});
