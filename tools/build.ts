import { withProgress } from "./progress.ts";
import { buildPackages } from "./server.ts";
import { buildWeb } from "./web.ts";

/** Builds all published and served files. */
const projects = ["packages/server/tsconfig.build.json", "packages/client/tsconfig.build.json"];

await withProgress("the packages", () => buildPackages(...projects));
await withProgress("the page and /client.js", buildWeb);
