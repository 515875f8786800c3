import { join } from "node:path";
import { defaultClientConditions, defineConfig } from "vite";

/** In development the page comes from Vite, and the connections go to a server started with `npm run dev`. */
const signalingServer = process.env["SIGNALING_SERVER"] ?? "http://127.0.0.1:3000";
const proxied = { target: signalingServer, ws: true };
const proxy = { "/socket.io": proxied, "/ws": proxied };

const pages = ["index.html", "check.html"];

export default defineConfig({
  // The server may be mounted anywhere: every address in the page is relative to it.
  base: "./",
  resolve: { conditions: ["@simple-webrtc-signaling/source", ...defaultClientConditions] },
  build: {
    outDir: "../../packages/server/dist/web/demo",
    emptyOutDir: true,
    // The polyfill would be an inline script, which the Content-Security-Policy refuses.
    modulePreload: { polyfill: false },
    rolldownOptions: { input: pages.map((page) => join(import.meta.dirname, page)) },
  },
  server: { proxy },
  preview: { proxy },
});
