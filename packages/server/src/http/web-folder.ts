import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The path does not depend on the place of this file, which is part of a bundle in the published program. */
const manifest = createRequire(import.meta.url).resolve(
  "simple-webrtc-signaling-server/package.json",
);

/** The folder of the files that were built for browsers: `client.js`, and the demo in a subfolder. */
const folder = join(dirname(manifest), "dist/web");

export function webFile(name: string): string {
  return join(folder, name);
}

/** Returns whether a page was built: the demo page, or the console. */
export function isBuilt(page: "demo" | "admin"): boolean {
  return existsSync(webFile(`${page}/index.html`));
}
