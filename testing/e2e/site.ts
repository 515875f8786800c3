import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { onTestFinished } from "vitest";

const types: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };

/** The placeholder for the URL of a server in the documents. */
const sample = { url: "http://localhost:3000", token: "SIGNALING123" };

/** Files by their path, such as `/index.html`. */
export type Files = (path: string) => string;

/** The files of a folder of this repository. */
export function filesIn(folder: string): Files {
  return (path) => readFileSync(join(import.meta.dirname, "../..", folder, path), "utf8");
}

/** Serves files from a separate origin, with the URL of the server in place of the placeholder. Resolves with that origin. */
export async function startSite(
  files: Files,
  server: { readonly url: string; readonly token: string },
): Promise<string> {
  const site = createServer((request, response) => {
    const path = request.url === "/" ? "/index.html" : (request.url ?? "");
    response.setHeader("Content-Type", types[extname(path)] ?? "text/plain");
    response.end(
      files(path).replaceAll(sample.url, server.url).replaceAll(sample.token, server.token),
    );
  });
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
  onTestFinished(() => {
    site.close();
    site.closeAllConnections();
  });
  return `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
}
