import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const script = readFileSync(join(import.meta.dirname, "pages/peer.js"));

/** Serves the page from an origin of its own, as an app does. Resolves with that origin. */
export async function startPageServer(signalingServerUrl: string): Promise<string> {
  const page = `<!doctype html>
<title>peer</title>
<script src="${signalingServerUrl}/socket.io/socket.io.js"></script>
<script type="module" src="/peer.js"></script>
`;
  const server = createServer((request, response) => {
    const isScript = request.url === "/peer.js";
    response.setHeader("Content-Type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : page);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
