import type { WebSocket } from "ws";

/** Maximum number of messages of one socket that are handled in one iteration of the event loop. */
const mostPerTurn = 16;

/**
 * Pauses sockets that send many messages, so that other sockets are not delayed: libuv reads up to 2 MB from one socket
 * before it reads from the next one.
 */
export class FairReading {
  #turn = 0;
  #isTurnOver = true;

  /** Returns a function that counts one message of the socket. */
  counterOf(socket: WebSocket): () => void {
    let lastTurn = 0;
    let messages = 0;
    return () => {
      const now = this.#thisTurn();
      messages = now === lastTurn ? messages + 1 : 1;
      lastTurn = now;
      if (messages !== mostPerTurn) return;
      socket.pause();
      setImmediate(() => socket.resume());
    };
  }

  /** Returns the number of the present iteration of the event loop. */
  #thisTurn(): number {
    if (this.#isTurnOver) {
      this.#isTurnOver = false;
      this.#turn += 1;
      setImmediate(() => {
        this.#isTurnOver = true;
      });
    }
    return this.#turn;
  }
}
