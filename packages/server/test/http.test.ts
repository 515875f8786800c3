import { connect } from "node:net";
import { text as textOf } from "node:stream/consumers";
import { expect, test } from "vitest";
import { createSignalingServer } from "../src/index.ts";
import { startServer, token } from "./start-server.ts";
import { peer } from "./stock-client.ts";

test("[G2] GET /connections is public, requires the token, or is off", async () => {
  const listed = async (access: "public" | "token" | "off", authorization?: string) => {
    const { url } = await startServer({ connectionsAccess: access });
    await peer(url, "ada");
    const headers = authorization === undefined ? {} : { authorization };
    const answer = await fetch(`${url}/connections`, { headers });
    return { status: answer.status, body: (await answer.json()) as object };
  };
  expect(await listed("public")).toMatchObject({ status: 200, body: { ada: { peerId: "ada" } } });
  expect(await listed("token", `Bearer ${token}`)).toMatchObject({
    status: 200,
    body: { ada: {} },
  });
  for (const wrong of [undefined, "", "Bearer", "Bearer wrong", `Basic ${token}`, token]) {
    const { status, body } = await listed("token", wrong);
    expect(status).toBe(401);
    expect(Object.keys(body)).toEqual(["error"]);
  }
  expect(await listed("off", `Bearer ${token}`)).toMatchObject({ status: 404 });
});

test("[G1] GET /connections lists rooms that are empty or have unusual names", async () => {
  const { url } = await startServer({ connectionsAccess: "public" });
  for (const room of ["nowhere", "__proto__", "", "%00", "a".repeat(5_000)]) {
    const answer = await fetch(`${url}/connections?room=${room}`);
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
  }
});

test("[G3] health and readiness are 200 while the server runs", async () => {
  const { url } = await startServer();
  for (const path of ["healthz", "readyz"]) {
    expect((await fetch(`${url}/${path}`)).status).toBe(200);
  }
});

test.each<{ corsOrigin: "*" | string[] }>([
  { corsOrigin: "*" },
  { corsOrigin: ["https://app.example"] },
])(
  "[G3] a health check receives the same response as a page, with CORS_ORIGIN=$corsOrigin",
  async ({ corsOrigin }) => {
    const { url } = await startServer({ corsOrigin, basePath: "/signal/" });
    for (const path of ["healthz", "readyz"]) {
      const answerTo = async (headers: Record<string, string>) => {
        const answer = await fetch(`${url}/${path}`, { headers });
        const { date: _, ...received } = Object.fromEntries(answer.headers);
        return { status: answer.status, headers: received, text: await answer.text() };
      };
      expect(await answerTo({})).toEqual(await answerTo({ origin: "https://other.example" }));
    }
  },
);

test("[G5] rejected handshakes and preflights have the security headers", async () => {
  const { url } = await startServer({ allowedOrigins: ["https://app.example"], maxSockets: 1 });
  const headersOf = async (method: string, origin: string) => {
    const path = `${url}/socket.io/?EIO=4&transport=polling`;
    const { status, headers } = await fetch(path, { method, headers: { origin } });
    return [status, headers.get("x-content-type-options"), headers.get("referrer-policy")];
  };
  const secure = ["nosniff", "no-referrer"];
  expect(await headersOf("GET", "https://evil.example")).toEqual([403, ...secure]);
  expect(await headersOf("OPTIONS", "https://app.example")).toEqual([204, ...secure]);
  expect(await headersOf("PUT", "https://app.example")).toEqual([400, ...secure]);
  expect(await headersOf("GET", "https://app.example")).toEqual([200, ...secure]);
  expect(await headersOf("GET", "https://app.example")).toEqual([503, ...secure]);
});

test("[G5] a wrong upgrade is answered with the security headers, by both gateways", async () => {
  const { url, port } = await startServer();
  for (const path of ["/ws", "/socket.io/?EIO=4&transport=websocket"]) {
    for (const version of ["7", "13"]) {
      const socket = connect(port, new URL(url).hostname);
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: ${version}\r\nSec-WebSocket-Key: short\r\n\r\n`,
      );
      expect(await textOf(socket)).toMatch(
        /^HTTP\/1.1 400 Bad Request\r\n.*x-content-type-options: nosniff\r\n.*sec-websocket-version: 13\r\n.*"error":"(In|M)/s,
      );
    }
  }
});

test("[G5] unknown paths are 404, other methods 405", async () => {
  const { url } = await startServer();
  for (const path of ["/nothing", "/config/prod.env", "/src/cli.ts", "/connections/x"]) {
    expect((await fetch(url + path)).status).toBe(404);
  }
  for (const method of ["POST", "PUT", "DELETE"]) {
    const answer = await fetch(`${url}/connections`, { method });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  }
  expect((await fetch(`${url}/healthz`, { method: "HEAD" })).status).toBe(200);
});

test("[G6] CORS_ORIGIN names the origins that may read responses, of HTTP and Socket.IO", async () => {
  const app = "https://app.example";
  const allowed = async (corsOrigin: "*" | string[], origin: string) => {
    const { url } = await startServer({ corsOrigin });
    const paths = ["/healthz", "/socket.io/?EIO=4&transport=polling"];
    const answers = await Promise.all(
      paths.map((path) => fetch(url + path, { headers: { origin } })),
    );
    return answers.map(({ headers }) => [
      headers.get("access-control-allow-origin"),
      headers.get("access-control-allow-credentials"),
    ]);
  };
  expect(await allowed("*", app)).toEqual([
    ["*", null],
    ["*", null],
  ]);
  expect(await allowed([app], app)).toEqual([
    [app, null],
    [app, null],
  ]);
  expect(await allowed([app], "https://evil.example")).toEqual([
    [null, null],
    [null, null],
  ]);
});

test("[G6] [W4] listed subdomains and applications may read responses", async () => {
  const { url } = await startServer({
    corsOrigin: ["https://*.example.com", "capacitor://localhost"],
  });
  const readers = async (origin: string) => {
    const paths = ["/healthz", "/socket.io/?EIO=4&transport=polling", "/client.js"];
    const answers = await Promise.all(
      paths.map((path) => fetch(url + path, { headers: { origin } })),
    );
    return answers.map(({ headers }) => headers.get("access-control-allow-origin"));
  };
  for (const origin of ["https://a.example.com", "capacitor://localhost"]) {
    expect(await readers(origin)).toEqual([origin, origin, origin]);
  }
  for (const origin of ["https://evil-example.com", "https://example.com", "null"]) {
    expect(await readers(origin)).toEqual([null, null, null]);
  }
});

test("[G9] the client files of Socket.IO are served for pages", async () => {
  const { url } = await startServer({ socketPath: "/signals" });
  const encodings = { br: "br", gzip: "gzip", "gzip;q=0.5, br;q=0": "gzip", identity: null };
  const versions = new Set<string | null>();
  for (const [accepted, encoding] of Object.entries(encodings)) {
    for (const file of ["socket.io.js", "socket.io.min.js", "socket.io.msgpack.min.js"]) {
      const answer = await fetch(`${url}/signals/${file}`, {
        headers: { "accept-encoding": accepted, origin: "https://app.example" },
      });
      expect([answer.status, answer.headers.get("content-type")]).toEqual([
        200,
        "text/javascript; charset=utf-8",
      ]);
      expect(answer.headers.get("content-encoding")).toBe(encoding);
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      expect(answer.headers.get("vary")).toContain("Accept-Encoding");
      versions.add(answer.headers.get("etag"));
      expect(await answer.text()).toMatch(/Socket\.IO v4/);
    }
  }
  expect(versions.size).toBe(9);
  const module = await fetch(`${url}/signals/socket.io.esm.min.js?x`);
  expect(await module.text()).toMatch(/export\s*\{/);
  const etag = module.headers.get("etag") ?? "";
  const again = await fetch(`${url}/signals/socket.io.esm.min.js`, {
    headers: { "if-none-match": `"another", W/${etag}` },
  });
  expect([again.status, await again.text()]).toEqual([304, ""]);
});

test("[G9] source maps and similar file names are 404", async () => {
  const { url } = await startServer();
  for (const file of [
    "socket.io.js.map",
    "socket.io.min.js.map",
    "socket.io.esm.min.js.map",
    "socket.io.msgpack.min.js.map",
    "socket.io.ts",
    "socket.io..%2f..%2fpackage.json",
  ]) {
    expect((await fetch(`${url}/socket.io/${file}`)).status, file).toBe(404);
  }
  const { status } = await fetch(`${url}/socket.io/socket.io.js`, { method: "POST" });
  expect(status).toBe(405);
});

test("[G9] on an HTTP server of an application the client files are served without the other routes", async () => {
  const { createServer } = await import("node:http");
  const signaling = createSignalingServer({ token, report: () => {} });
  const host = createServer((_request, response) => response.end("the host's own page"));
  signaling.attach(host);
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  const { port } = host.address() as { port: number };
  const textAt = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  expect(await textAt("/socket.io/socket.io.min.js")).toContain("Socket.IO v4");
  expect(await textAt("/healthz")).toBe("the host's own page");
  await signaling.close();
  host.close();
  host.closeAllConnections();
});

const clientFiles = [
  ["client.js", /joinRoom/],
  ["client-socketio.js", /polling/],
  ["client-diagnose.js", /TURN/],
  ["client-check.js", /checkNetwork/],
  ["client-file.js", /receiveFiles/],
  ["client-host.js", /bye/],
  ["client-security-code.js", /security code/],
] as const;

test.each(clientFiles)(
  "[G7] the client is served as modules, for pages of every origin: %s",
  async (file, text) => {
    const { url } = await startServer();
    const answer = await fetch(`${url}/${file}`, { headers: { "accept-encoding": "br" } });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      "text/javascript; charset=utf-8",
    ]);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("content-encoding")).toBe("br");
    expect(answer.headers.get("cache-control")).toBe("no-cache");
    expect(await answer.text()).toMatch(text);
  },
);

test.each([
  ["/", "Video call"],
  ["/check", "Network check"],
])(
  "[G8] with DEMO=on the page %s is served with a minimal Content-Security-Policy",
  async (path, title) => {
    const { url } = await startServer({ demo: "on", socketPath: "/signals" });
    const answer = await fetch(url + path);
    const page = await answer.text();
    expect(page).toContain(`<title>${title} – `);
    expect(page).toContain('<meta name="socket-path" content="signals/">');
    expect(page).not.toContain(token);
    expect(answer.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';/,
    );
    const [script = ""] = /assets\/[^"]+\.js/.exec(page) ?? [];
    const asset = await fetch(`${url}/${script}`);
    expect([asset.status, asset.headers.get("cache-control")]).toEqual([
      200,
      "public, max-age=31536000, immutable",
    ]);
  },
);

test("[G5] an unknown file of a page is 404, and no failure of the server", async () => {
  const { url, facts } = await startServer({
    demo: "on",
    console: "on",
    adminToken: "an admin token for tests",
  });
  for (const path of ["/assets/nothing.js", "/assets/", "/assets/..%2F..", "/assets/%ff"]) {
    const answer = await fetch(url + path);
    expect([path, answer.status]).toEqual([path, 404]);
  }
  // The routes of administration need a token.
  expect((await fetch(`${url}/admin/assets/nothing.js`)).status).toBe(401);
  expect(facts.filter(({ type }) => type === "request.failed")).toEqual([]);
});

test("[G5] a slash at the end of a path is removed, below a base path, too", async () => {
  const { url } = await startServer({ demo: "on", basePath: "/signal/" });
  for (const path of ["check", "connections", "healthz"]) {
    const asked = `${url}/${path}/?a=b`;
    const { status, headers } = await fetch(asked, { redirect: "manual" });
    const target = new URL(headers.get("location") ?? "", asked).href;
    expect([status, target]).toEqual([308, `${url}/${path}?a=b`]);
  }
  const page = await fetch(`${url}/check/`);
  expect([page.status, page.url]).toEqual([200, `${url}/check`]);
});

test("[G8] without DEMO=on there is no page at /check", async () => {
  const { url } = await startServer();
  expect((await fetch(`${url}/check`)).status).toBe(404);
});

test("[G8] the demo page contains the sample token, but no other token", async () => {
  const { url } = await startServer({ demo: "on", token: "SIGNALING123", mode: "development" });
  expect(await (await fetch(url)).text()).toContain('<meta name="token" content="SIGNALING123">');
});
