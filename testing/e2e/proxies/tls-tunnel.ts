import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { connect } from "node:tls";
import { onTestFinished } from "vitest";

/**
 * Listens without TLS, and sends everything to a port over TLS, from an address of the loopback network. Clients need no
 * trust in the certificate of the test then. Resolves with the origin of the tunnel.
 */
export async function startTlsTunnel(port: number, localAddress = "127.0.0.1"): Promise<string> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((near) => {
    const far = connect({
      ...{ host: "127.0.0.1", port, localAddress, servername: "localhost" },
      // The certificate of the test signs itself.
      rejectUnauthorized: false,
      ALPNProtocols: ["http/1.1"],
    });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}
