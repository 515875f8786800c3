import { withProgress } from "./progress.ts";
import { buildServer } from "./server.ts";

await withProgress("the server", buildServer);
