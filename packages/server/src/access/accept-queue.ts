import type { Socket } from "node:net";

/** Maximum number of handshakes that begin in one iteration of the event loop. */
const mostPerTurn = 16;

/**
 * Starts handshakes in the order in which they arrived, a limited number per iteration of the event loop. After a restart
 * all clients connect at once, and without this order the first clients would time out before the last one is handled.
 */
export class AcceptQueue {
  readonly #waiting: (() => void)[] = [];
  #turn: NodeJS.Immediate | undefined;

  /** Calls back when the handshake may start, unless its connection has closed by then. */
  pass(socket: Socket, enter: () => void): void {
    // Without a listener, an error of the waiting connection would end the process.
    socket.on("error", ignore);
    this.#waiting.push(() => {
      socket.off("error", ignore);
      if (!socket.destroyed) enter();
    });
    this.#turn ??= setImmediate(() => this.#admit());
  }

  #admit(): void {
    for (const enter of this.#waiting.splice(0, mostPerTurn)) enter();
    this.#turn = this.#waiting.length > 0 ? setImmediate(() => this.#admit()) : undefined;
  }
}

function ignore(): void {}
