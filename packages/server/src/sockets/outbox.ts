import type { Duplex } from "node:stream";

/**
 * Maximum number of bytes that are collected for one socket. More bytes are written at once. Otherwise large messages of many
 * senders in one turn would make a client that reads look like a slow consumer.
 */
const mostBytes = 65_536;

/**
 * Collects what is written to sockets during one iteration of the event loop, so that each socket needs one system call for
 * all of it.
 */
export class Outbox {
  #corked: Duplex[] = [];

  write(socket: Duplex, data: Uint8Array): void {
    if (socket.writableCorked === 0) this.collect(socket);
    socket.write(data);
    if (socket.writableLength >= mostBytes) socket.uncork();
  }

  /** Collects from now on what is written to the socket in this iteration, also without this outbox. */
  collect(socket: Duplex): void {
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
