import { socketIo } from "../../kit/dialect.ts";
import type { ServerProcess } from "../../kit/measured-server.ts";
import { RawSocket } from "../../kit/raw-socket.ts";
import { within } from "../../kit/within.ts";
import type { Way } from "./ways.ts";

/** Time limit of any step, in milliseconds. */
const patienceSeconds = 300;

/** Number of simultaneous connects before the storm. */
const connecting = 50;

export interface Storm {
  readonly cpuSeconds: number;
  readonly seconds: number;
}

/** Makes all connected peers ready at once. Resolves when each peer knows all other peers. */
export async function storm(server: ServerProcess, way: Way, peers: number): Promise<Storm> {
  const sockets = await connectAll(server.url, peers);
  const cpuBefore = await server.cpuMicroseconds();
  const startedAtMs = performance.now();
  const received = sockets.map((socket, index) => receivesAll(socket, way, { index, peers }));
  for (const [index, socket] of sockets.entries()) socket.send(way.ready(nameOf(index)));
  await within(patienceSeconds, `${peers} ${way.title} in one room`, Promise.all(received));
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const cpuSeconds = ((await server.cpuMicroseconds()) - cpuBefore) / 1_000_000;
  for (const socket of sockets) socket.end();
  return { cpuSeconds, seconds };
}

async function connectAll(url: string, peers: number): Promise<RawSocket[]> {
  const address = new URL(socketIo.path, url).href.replace("http", "ws");
  const sockets: RawSocket[] = [];
  while (sockets.length < peers) {
    const some = Math.min(connecting, peers - sockets.length);
    const opened = Array.from({ length: some }, async () => {
      const socket = await RawSocket.open(address);
      await socketIo.greet(socket);
      return socket;
    });
    sockets.push(...(await Promise.all(opened)));
  }
  return sockets;
}

const nameOf = (index: number) => `peer-${index}`;

/** Resolves when the peer knows all other peers. A batch may also contain the peer itself. */
function receivesAll(
  socket: RawSocket,
  way: Way,
  { index, peers }: { readonly index: number; readonly peers: number },
): Promise<void> {
  const missing = new Set(Array.from({ length: peers }, (_, other) => nameOf(other)));
  missing.delete(nameOf(index));
  return new Promise((resolve) => {
    socket.listen((frame) => {
      for (const id of way.told(frame)) missing.delete(id);
      if (missing.size === 0) resolve();
    });
  });
}
