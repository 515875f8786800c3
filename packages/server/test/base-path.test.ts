import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { createSignalingServer, type SignalingServerOptions } from "../src/index.ts";
import { Administrator, adminToken } from "./administrator.ts";
import { startServer, token } from "./start-server.ts";
import { peer, StockClient } from "./stock-client.ts";

/** Starts a server below `/signal/` and returns its origin. */
async function start(options: SignalingServerOptions = {}) {
  const { url } = await startServer({ basePath: "/signal", adminToken, ...options });
  const { origin, pathname } = new URL(url);
  return { url, origin, pathname };
}

const statusOf = async (url: string) => (await fetch(url)).status;

test("[G10] all paths are below BASE_PATH, and no other path is served", async () => {
  const { url, origin, pathname } = await start({ connectionsAccess: "public" });
  expect(pathname).toBe("/signal");
  const paths = [
    "/",
    "/healthz",
    "/readyz",
    "/connections",
    "/client.js",
    "/client-socketio.js",
    "/client-diagnose.js",
    "/client-check.js",
    "/client-file.js",
    "/client-host.js",
    "/client-security-code.js",
    "/socket.io/?EIO=4&transport=polling",
    "/socket.io/socket.io.js",
  ];
  for (const path of paths) {
    expect(await statusOf(url + path), path).toBe(200);
    expect(await statusOf(origin + path), path).toBe(404);
    expect(await statusOf(`${origin}/signalx${path}`), path).toBe(404);
  }
  expect(await statusOf(`${url}/ice-servers`)).toBe(401);
  const missing = await fetch(`${url}/nothing`);
  expect(await missing.json()).toEqual({ error: "path not found; see /signal/" });
  expect((await fetch(`${url}/healthz`, { method: "POST" })).status).toBe(405);
});

test("[G10] stock clients connect to the Socket.IO path below BASE_PATH, by every transport", async () => {
  const { origin } = await start();
  for (const transport of ["websocket", "polling"] as const) {
    const options = { path: "/signal/socket.io/", kind: { client: "4.8", transport } } as const;
    await peer(origin, transport, options);
  }
  expect((await new StockClient(origin).received())[0]).toBe("connect_error");
});

test("[G10] administration is below BASE_PATH, with names of every kind, and its description has the right URL", async () => {
  const { url, origin } = await start();
  const administrator = new Administrator(url);
  await peer(origin, "ada", { path: "/signal/socket.io/", room: "a/b %2F .." });
  expect(await administrator.ask("GET", "/admin/rooms/a%2Fb%20%252F%20../peers")).toMatchObject({
    status: 200,
    body: { peers: [{ peerId: "ada" }] },
  });
  expect(await administrator.ask("GET", "/admin/openapi.json")).toMatchObject({
    status: 200,
    // The URL is relative to the description (OpenAPI 3.1 §4.8.5), so it is right behind a proxy that removes a prefix.
    body: { servers: [{ url: ".." }] },
  });
  expect((await new Administrator(origin).ask("GET", "/admin/rooms")).status).toBe(404);
});

test("[G10] BASE_PATH without its slash redirects with the query, so that relative URLs resolve", async () => {
  const redirect = async (basePath: string, path: string) => {
    const { origin } = await start({ basePath });
    const answer = await fetch(origin + path, { redirect: "manual" });
    return [answer.status, answer.headers.get("location")];
  };
  expect(await redirect("/signal", "/signal?room=x")).toEqual([308, "signal/?room=x"]);
  expect(await redirect("/a/b/", "/a/b")).toEqual([308, "b/"]);
  expect(await redirect("/signal", "/signa")).toEqual([404, null]);
});

test.each([
  ["/signal", undefined, "/signal/socket.io/"],
  ["/signal/", "/rt", "/signal/rt/"],
  ["/signal", "/signal/rt/", "/signal/rt/"],
  ["/signal", "/signals/", "/signal/signals/"],
  ["/socket.io", undefined, "/socket.io/socket.io/"],
])(
  "[G10] with BASE_PATH=%s and SOCKET_PATH=%s sockets are at %s",
  async (basePath, socketPath, path) => {
    const { origin } = await start({ basePath, socketPath });
    await peer(origin, "ada", { path });
  },
);

test("[G10] [G4] the status page contains the Socket.IO path for clients, with the prefix of a proxy", async () => {
  const pageOf = async (url: string, prefix?: string) => {
    const headers = prefix === undefined ? {} : { "x-forwarded-prefix": prefix };
    return (await fetch(url, { headers })).text();
  };
  const kept = await start();
  expect(await pageOf(`${kept.url}/`)).toContain("path: &quot;/signal/socket.io/&quot;");
  expect(await pageOf(`${kept.url}/`)).toContain("<code>/signal/connections</code>");
  const stripped = await startServer();
  expect(await pageOf(stripped.url)).not.toContain("path:");
  for (const prefix of ["/signal", "/signal/"]) {
    const page = await pageOf(stripped.url, prefix);
    expect(page).toContain("path: &quot;/signal/socket.io/&quot;");
    expect(page).toContain("<code>/signal/connections</code>");
  }
  for (const prefix of [
    "//evil.example",
    "/a b",
    "</code>",
    "signal",
    "/../x",
    "https://evil.example",
  ]) {
    expect(await pageOf(stripped.url, prefix), prefix).not.toContain("path:");
  }
  // A cache must not return the page of one prefix for another prefix.
  expect((await fetch(stripped.url)).headers.get("cache-control")).toBe("no-store");
});

test("[G10] [G8] the demo page finds its files and the Socket.IO path relative to its own URL", async () => {
  const { url } = await start({ demo: "on", socketPath: "/rt" });
  const page = await (await fetch(`${url}/`)).text();
  expect(page).toContain('<meta name="socket-path" content="rt/">');
  expect(page).not.toMatch(/(src|href)="\//);
  const [script = ""] = /assets\/[^"]+\.js/.exec(page) ?? [];
  expect(await statusOf(`${url}/${script}`)).toBe(200);
});

test("[G10] an application can mount the listener with or without the prefix", async () => {
  const signaling = createSignalingServer({ token, basePath: "/signal", report: () => {} });
  const host = createServer((request, response) => {
    // Express does the same for `app.use("/signal", …)`.
    if (request.headers["x-mounted"]) {
      Object.assign(request, {
        originalUrl: request.url,
        url: request.url?.slice("/signal".length),
      });
    }
    signaling.requestListener(request, response);
  });
  signaling.attach(host);
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    await signaling.close();
    host.close();
    host.closeAllConnections();
  });
  const { port } = host.address() as { port: number };
  const origin = `http://127.0.0.1:${port}`;
  for (const headers of [{}, { "x-mounted": "yes" }]) {
    expect((await fetch(`${origin}/signal/healthz`, { headers })).status).toBe(200);
    expect((await fetch(`${origin}/signal/client.js`, { headers })).status).toBe(200);
  }
  await peer(origin, "ada", { path: "/signal/socket.io/" });
});
