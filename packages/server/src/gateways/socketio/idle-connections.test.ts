import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { closeIdle } from "./idle-connections.ts";

/** Starts an HTTP server that keeps idle connections. Returns a function that requests it, and whose lookup takes `lookupMs`. */
async function requester(agent: Agent) {
  const server = createServer({ keepAliveTimeout: 60_000 }, (_, response) => response.end("ok"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return (lookupMs: number) =>
    new Promise<{ readonly status: number | undefined; readonly socket: Socket }>(
      (resolve, reject) => {
        const asked = request({
          host: "signaling.example",
          port,
          agent,
          lookup: (_host, _options, found) => {
            setTimeout(() => found(null, [{ address: "127.0.0.1", family: 4 }]), lookupMs);
          },
        });
        // As the library does that forwards requests.
        asked.setTimeout(60_000, () => asked.destroy());
        asked.on("error", reject);
        asked.on("response", (response: IncomingMessage) => {
          const { statusCode: status, socket } = response;
          response.resume().once("end", () => resolve({ status, socket }));
        });
        asked.end();
      },
    );
}

test("an idle connection is closed, and a connection that opens slowly is not", async () => {
  const ask = await requester(closeIdle(new Agent({ keepAlive: true }), 20));
  const { status, socket } = await ask(200);
  expect(status).toBe(200);
  if (!socket.destroyed) await once(socket, "close");
});

test("a connection is used for the next request", async () => {
  const ask = await requester(closeIdle(new Agent({ keepAlive: true }), 60_000));
  const { socket } = await ask(0);
  expect((await ask(0)).socket).toBe(socket);
});
