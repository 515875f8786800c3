/**
 * A signaling server inside an HTTP server that has pages of its own, on one port:
 *
 *     npm run embed
 *     SERVER_URL=http://localhost:8080 npm run client1
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createSignalingServer } from "simple-webrtc-signaling-server";
import { onInterrupt } from "../on-interrupt.ts";
import { say } from "../say.ts";
import { settings } from "../settings.ts";

const signaling = createSignalingServer({
  token: settings.token,
  // The sample token is for trying things out only. An app gives its own, or `authenticate`.
  mode: "development",
});

const httpServer = createServer((request, response) => {
  if (request.url === "/hello") response.end("Hello from the app.\n");
  // All other paths: `/client.js` for pages, `/connections`, `/healthz` and `/readyz`.
  else signaling.requestListener(request, response);
});

// Takes `/socket.io/`, and nothing else.
signaling.attach(httpServer);

httpServer.listen(Number(process.env["PORT"] || 8080), () => {
  const { port } = httpServer.address() as AddressInfo;
  say(`the app and its signaling server are at http://localhost:${port}`);
});

onInterrupt(() => {
  httpServer.close();
  void signaling.close();
});
