import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/**
 * Starts a TCP load balancer that sends each connection to the first server of a list that accepts it. Returns its URL. It ends
 * with the process.
 */
export async function startBalancer(urls: readonly string[]): Promise<string> {
  const ports = urls.map((url) => Number(new URL(url).port));
  const server = createServer({ pauseOnConnect: true, noDelay: true }, (client) => {
    client.on("error", () => {});
    forward(client, ports);
  });
  server.listen({ port: 0, host: "127.0.0.1", backlog: 8_192 });
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function forward(client: Socket, [port, ...others]: readonly number[]): void {
  if (port === undefined) {
    client.resetAndDestroy();
    return;
  }
  const server = connect({ port, host: "127.0.0.1", noDelay: true });
  let isConnected = false;
  server.once("connect", () => {
    isConnected = true;
    client.pipe(server).pipe(client);
  });
  server.on("error", () => {
    if (isConnected) client.resetAndDestroy();
    else forward(client, others);
  });
  client.once("close", () => server.destroy());
}
