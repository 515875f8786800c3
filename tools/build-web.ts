import { withProgress } from "./progress.ts";
import { buildWeb } from "./web.ts";

await withProgress("the page and /client.js", buildWeb);
