import { defineConfig } from "vite";

/** In development the page comes from Vite, and the requests go to a server started with `npm run dev`. */
const signalingServer = process.env["SIGNALING_SERVER"] ?? "http://127.0.0.1:3000";

export default defineConfig({
  // The server may be mounted anywhere: every address in the page is relative to it.
  base: "./",
  build: {
    outDir: "../../packages/server/dist/web/admin",
    emptyOutDir: true,
    // The polyfill would be an inline script, which the Content-Security-Policy refuses.
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/admin": signalingServer } },
});
