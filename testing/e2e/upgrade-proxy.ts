import { once } from "node:events";
import { createServer, type IncomingMessage, STATUS_CODES, request as send } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";
import { onTestFinished } from "vitest";

/**
 * The treatment of WebSockets by a network: it drops them silently, drops only the data of the server, answers with 400, or passes
 * only those of Engine.IO.
 */
export type Upgrades = "pass" | "swallow" | "swallow-responses" | "refuse" | "engine";

/** A proxy before the server that passes plain HTTP, and WebSockets only if it is set to. */
export interface UpgradeProxy {
  readonly url: string;
  upgrades: Upgrades;
  /** The status of all responses, as of a proxy whose server is unavailable. */
  status: number | undefined;
  /** The handshakes by transport, in order. `plain`: a WebSocket without Engine.IO. `upgrade`: from long polling to a WebSocket. */
  readonly handshakes: readonly ("plain" | "websocket" | "polling" | "upgrade")[];
  /** The subprotocols that the WebSockets offered, in order. */
  readonly protocols: readonly string[];
  /** Number of leave requests (PROTOCOL.md, L3). */
  readonly leaveRequests: number;
  /** Whether leave requests do not reach the server. */
  losesLeaveRequests: boolean;
  /** Number of open WebSockets, passed or dropped. */
  readonly webSockets: number;
  /** Resets every connection; accepts new ones. */
  cut(): void;
}

export async function startUpgradeProxy(
  server: string,
  upgrades: Upgrades = "pass",
): Promise<UpgradeProxy> {
  const { hostname, port } = new URL(server);
  const handshakes: UpgradeProxy["handshakes"][number][] = [];
  const protocols: string[] = [];
  const webSockets = new Set<Duplex>();
  let leaveRequests = 0;
  const proxy = createServer((request, response) => {
    const { method = "GET", url = "/", headers } = request;
    if (isHandshake(request)) handshakes.push("polling");
    if (isLeaveRequest(request)) {
      leaveRequests += 1;
      if (running.losesLeaveRequests) {
        response.destroy();
        return;
      }
    }
    if (running.status !== undefined) {
      response.writeHead(running.status).end();
      return;
    }
    const upstream = send({ hostname, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on("error", () => response.destroy());
    response.on("close", () => upstream.destroy());
    request.pipe(upstream);
  });
  const clients = new Set<Duplex>();
  proxy.on("connection", (socket) => {
    clients.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => clients.delete(socket));
  });
  const running: UpgradeProxy = {
    url: "",
    upgrades,
    status: undefined,
    losesLeaveRequests: false,
    handshakes,
    protocols,
    get leaveRequests() {
      return leaveRequests;
    },
    get webSockets() {
      return webSockets.size;
    },
    cut() {
      for (const client of clients) client.destroy();
    },
  };
  proxy.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const isPlain = request.url?.endsWith("/ws") ?? false;
    handshakes.push(isPlain ? "plain" : isHandshake(request) ? "websocket" : "upgrade");
    protocols.push(String(request.headers["sec-websocket-protocol"]));
    const isRefused = running.upgrades === "refuse" || (isPlain && running.upgrades === "engine");
    const status = isRefused ? 400 : running.status;
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n\r\n`);
      return;
    }
    webSockets.add(socket);
    socket.on("close", () => webSockets.delete(socket));
    if (running.upgrades === "swallow") {
      socket.resume().on("end", () => socket.end());
      return;
    }
    const upstream = connect(Number(port), hostname, () => {
      const lines = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
      upstream.write([`GET ${request.url} HTTP/1.1`, ...lines, "", ""].join("\r\n"));
      upstream.write(head);
      socket.pipe(upstream);
      if (running.upgrades === "swallow-responses") upstream.resume();
      else upstream.pipe(socket);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("close", () => upstream.destroy());
    upstream.on("close", () => socket.destroy());
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  onTestFinished(() => {
    running.cut();
    proxy.close();
  });
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return Object.defineProperty(running, "url", { value: url });
}

function isHandshake({ url = "/" }: IncomingMessage): boolean {
  const { pathname, searchParams } = new URL(url, "http://proxy");
  return pathname === "/socket.io/" && !searchParams.has("sid");
}

function isLeaveRequest({ url = "/" }: IncomingMessage): boolean {
  return new URL(url, "http://proxy").searchParams.has("leave");
}
