import { withProgress } from "./progress.ts";
import { buildWeb } from "./web.ts";

// For development: the quality matters less than the time.
await withProgress("the page and /client.js", () => buildWeb({ quality: 4 }));
