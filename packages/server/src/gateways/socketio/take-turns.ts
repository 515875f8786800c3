import type { WebSocket } from "ws";

/** Maximum number of messages of one socket that are handled in one iteration of the event loop. */
const mostPerTurn = 16;

let turn = 0;
let isTurnOver = true;

/** Returns the number of the present iteration of the event loop. */
function thisTurn(): number {
  if (isTurnOver) {
    isTurnOver = false;
    turn += 1;
    setImmediate(() => {
      isTurnOver = true;
    });
  }
  return turn;
}

/**
 * Pauses a socket that sends many messages, so that other sockets are not delayed: libuv reads up to 2 MB from one socket
 * before it reads from the next one.
 */
export function takeTurns(socket: WebSocket): void {
  let lastTurn = 0;
  let messages = 0;
  socket.on("message", () => {
    const now = thisTurn();
    messages = now === lastTurn ? messages + 1 : 1;
    lastTurn = now;
    if (messages !== mostPerTurn) return;
    socket.pause();
    setImmediate(() => socket.resume());
  });
}
