/**
 * A signaling server inside an Express app, on one port; administered with ADMIN_TOKEN:
 *
 *     npx tsx examples/embed/express.ts
 *     SERVER_URL=http://localhost:8080 npm run client1
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { createSignalingServer } from "simple-webrtc-signaling-server";
import { onInterrupt } from "../on-interrupt.ts";
import { say } from "../say.ts";
import { settings } from "../settings.ts";

const signaling = createSignalingServer({
  token: settings.token,
  adminToken: process.env["ADMIN_TOKEN"] || undefined,
  // The sample token is for development. In production, give a token of your own, or `authenticate`.
  mode: "development",
});

const app = express();
app.use(express.json());
app.get("/hello", (_request, response) => void response.send("Hello from the app.\n"));
// The routes that are not the app's: `/client.js` for pages, `/admin/`, `/connections`, `/healthz`, `/readyz`.
app.use(signaling.requestListener);

const httpServer = createServer(app);
// The sockets, at `/socket.io/`.
signaling.attach(httpServer);
httpServer.listen(Number(process.env["PORT"] || 8080), () => {
  const { port } = httpServer.address() as AddressInfo;
  say(`the app and its signaling server are at http://localhost:${port}`);
});

onInterrupt(() => {
  httpServer.close();
  void signaling.close();
});
