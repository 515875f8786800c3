import { defineConfig } from "vitest/config";

const conditions = ["@simple-webrtc-signaling/source"];

/** It takes a minute of all the machine has, so it waits until the others are done. */
const hostileClient = "e2e/attack.test.ts";

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
            "drill/**/*.test.ts",
            "e2e/**/*.test.ts",
          ],
          exclude: ["**/node_modules/**", hostileClient],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "attack",
          include: [hostileClient],
          // It is all ours, and a server that withstands at the second try does not withstand.
          retry: 0,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
