import type { WebSocket } from "ws";

/** Messages of one socket that are taken in one turn of the event loop; what it has sent besides waits for the next. */
const mostPerTurn = 16;

let turn = 0;
let isTurnOver = true;

/** The number of this turn of the event loop. */
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
 * Lets the others have their turn when one sends much: as long as a socket has more to read, libuv goes on
 * with it, up to 2 MB, before it looks at the next.
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
