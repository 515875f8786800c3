import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface FrozenLink {
  /** The URL at which the proxy accepts connections. */
  readonly url: string;
  /** Stops all data in both directions without closing the connections: they are half-open. */
  freeze(): void;
  /** Closes all connections, and accepts no others until `restore`. */
  cut(): void;
  restore(): void;
}

/** A TCP proxy to a server that can freeze. The test closes it at its end. */
export async function startLink(to: string): Promise<FrozenLink> {
  const sockets = new Set<Socket>();
  let isFrozen = false;
  let isCut = false;
  const link = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(Number(new URL(to).port), "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => sockets.delete(socket));
      if (isFrozen) socket.pause();
    }
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>((resolve) => link.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    link.close();
  });
  const { port } = link.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    freeze: () => {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    cut: () => {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    restore: () => {
      isCut = false;
    },
  };
}

function pass(from: Socket, to: Socket): void {
  from.on("data", (data) => to.write(data));
  from.on("end", () => to.end());
}
