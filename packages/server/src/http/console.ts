import { readFileSync } from "node:fs";
import { Hono } from "hono";
import type { Environment } from "./bearer.ts";
import { restrictedPage } from "./restricted-page.ts";
import { serveWeb } from "./web.ts";
import { webFile } from "./web-folder.ts";

/**
 * Permits the page its own files and its own server. With the policy for trusted types, only the templates of Lit can become
 * HTML, so a name that a client chose cannot.
 */
const sources = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self'",
  "connect-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
  "require-trusted-types-for": "'script'",
  "trusted-types": "lit-html",
};

/** Returns the routes of the console, which need no token: the page asks for it, and contains nothing of the server. */
export function consoleRoutes(): Hono<Environment> {
  const app = new Hono<Environment>();
  const page = readFileSync(webFile("admin/index.html"), "utf8");
  app.get("/admin/", restrictedPage(page, sources));
  // The target is relative, because a proxy can have removed a part of the path.
  app.get("/admin", (context) => context.redirect("admin/", 308));
  // The file names contain hashes of the contents, so browsers may cache the files forever.
  app.get("/admin/assets/*", serveWeb("", { cacheControl: "public, max-age=31536000, immutable" }));
  return app;
}
