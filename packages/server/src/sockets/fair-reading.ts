import type { WebSocket } from "ws";

/** Maximum number of messages of one socket that are handled in one iteration of the event loop. */
const mostPerTurn = 16;

/** The messages of one socket in one iteration of the event loop. */
export interface Reading {
  turn: number;
  messages: number;
}

/**
 * Pauses sockets that send many messages, so that other sockets are not delayed: libuv reads up to 2 MB from one socket
 * before it reads from the next one.
 */
export class FairReading {
  #turn = 0;
  #isTurnOver = true;

  /** Counts one message of a socket. */
  count(socket: WebSocket, reading: Reading): void {
    const now = this.#thisTurn();
    reading.messages = now === reading.turn ? reading.messages + 1 : 1;
    reading.turn = now;
    if (reading.messages !== mostPerTurn) return;
    socket.pause();
    setImmediate(() => socket.resume());
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
