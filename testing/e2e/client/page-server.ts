import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const pages = join(import.meta.dirname, "pages");

/** Serves the pages from a separate origin, as an app does, until the test ends. Resolves with that origin. */
export async function startPageServer(): Promise<string> {
  const { origin, close } = await startPageServerForTests();
  onTestFinished(close);
  return origin;
}

export interface PageServer {
  readonly origin: string;
  close(): void;
}

/** Serves the pages like `startPageServer()`, for several tests. The caller closes it. */
export async function startPageServerForTests(): Promise<PageServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://page");
    const isScript = pathname.endsWith(".js");
    response.setHeader("Content-Type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? readFileSync(join(pages, pathname)) : pageWith(`${pathname}.js`));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const pageWith = (script: string) => `<!doctype html>
<title>tab</title>
<link rel="icon" href="data:," />
<body><script type="module" src="${script}"></script></body>
`;
