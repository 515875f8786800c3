import type { Duplex } from "node:stream";

/**
 * Collects what is written to sockets during one iteration of the event loop, so that each socket needs one system call for
 * all of it.
 */
export class Outbox {
  #corked: Duplex[] = [];

  write(socket: Duplex, data: Uint8Array): void {
    if (socket.writableCorked === 0) this.#cork(socket);
    socket.write(data);
  }

  #cork(socket: Duplex): void {
    socket.cork();
    this.#corked.push(socket);
    if (this.#corked.length === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const corked = this.#corked;
    this.#corked = [];
    for (const socket of corked) socket.uncork();
  }
}
