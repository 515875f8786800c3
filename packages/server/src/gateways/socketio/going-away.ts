import { goingAwayCode } from "../../sockets/close-codes.ts";
import { type EngineConnection, webSocketOf } from "./engine-connection.ts";

/**
 * Calls back after a connection is lost whose client closed the WebSocket with the code 1001 (L4). A failed write can make
 * Engine.IO report the loss before the WebSocket is closed.
 */
export function onGoingAway(connection: EngineConnection, callback: () => void): void {
  const follow = () => {
    webSocketOf(connection)?.once("close", (code) => {
      if (code === goingAwayCode) callback();
    });
  };
  connection.once("upgrade", follow);
  follow();
}
