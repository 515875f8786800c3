import { buildChangedWeb } from "./current-web.ts";
import { withProgress } from "./progress.ts";

// For development: the quality matters less than the time.
await withProgress("the page and /client.js", () => buildChangedWeb({ quality: 4 }));
