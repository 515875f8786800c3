import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface FrozenLink {
  /** Where it takes connections to the server. */
  readonly url: string;
  /** From now on nothing passes, in either direction, and nobody is told: the connections are half-open. */
  freeze(): void;
}

/** The way to a server, as bytes, that can break without a word. Ended with the test. */
export async function startLink(to: string): Promise<FrozenLink> {
  const sockets = new Set<Socket>();
  let isFrozen = false;
  const link = createServer((near) => {
    const far = connect(Number(new URL(to).port), "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
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
  };
}

function pass(from: Socket, to: Socket): void {
  from.on("data", (data) => to.write(data));
  from.on("end", () => to.end());
}
