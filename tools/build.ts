import { buildChangedWeb } from "./current-web.ts";
import { withProgress } from "./progress.ts";
import { buildPackages } from "./server.ts";

/** Builds all published and served files. */
const projects = ["packages/server/tsconfig.build.json", "packages/client/tsconfig.build.json"];

await withProgress("the packages", () => buildPackages(...projects));
await withProgress("the page and /client.js", () => buildChangedWeb({ quality: 11 }));
