import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { Transform } from "node:stream";
import { onTestFinished } from "vitest";

/** A way to a Redis that can drop the messages of all channels, while commands are still answered. */
export interface MutedRedis {
  readonly url: string;
  mute(): void;
  unmute(): void;
}

/** A message of a channel in RESP3. The texts of this test contain neither line ends nor multi-byte characters. */
const message = />3\r\n\$7\r\nmessage\r\n\$\d+\r\n[^\n]*\r\n\$\d+\r\n[^\n]*\r\n/g;

export async function mutedRedis(port: number): Promise<MutedRedis> {
  let isMuted = false;
  const server = createServer((socket) => {
    const redis = connect(port, "127.0.0.1");
    const filter = new Transform({
      transform(chunk: Buffer, _, done) {
        done(null, isMuted ? chunk.toString("latin1").replace(message, "") : chunk);
      },
    });
    socket.pipe(redis).pipe(filter).pipe(socket);
    for (const one of [socket, redis]) {
      one.on("error", () => {});
      one.on("close", () => {
        socket.destroy();
        redis.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mute: () => {
      isMuted = true;
    },
    unmute: () => {
      isMuted = false;
    },
  };
}
