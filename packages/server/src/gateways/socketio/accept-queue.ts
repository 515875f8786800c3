import type { Socket } from "node:net";

/** Handshakes that are begun in one turn of the event loop; the others wait for the next. */
const mostPerTurn = 16;

/**
 * Lets newcomers in, so many a turn, in the order they came. After a restart all clients come at once: taken
 * together, the first would have given up before the last of them was answered.
 */
export class AcceptQueue {
  readonly #waiting: (() => void)[] = [];
  #turn: NodeJS.Immediate | undefined;

  /** Calls back when it is this one's turn, unless it has given up by then. */
  pass(socket: Socket, enter: () => void): void {
    // Nobody else listens for that while it waits.
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
