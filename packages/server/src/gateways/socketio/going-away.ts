import type { WebSocket } from "ws";
import type { EngineConnection } from "./outflow.ts";

type Transport = EngineConnection["transport"];

/** The close code of an endpoint that goes away (RFC 6455 §7.4.1). Browsers send it when they unload a page. */
const goingAwayCode = 1001;

/**
 * Calls back after a connection is lost whose client closed the WebSocket with the code 1001 (L4). A failed write can make
 * Engine.IO report the loss before the WebSocket is closed.
 */
export function onGoingAway(connection: EngineConnection, callback: () => void): void {
  const follow = (transport: Transport) => {
    webSocketOf(transport)?.once("close", (code) => {
      if (code === goingAwayCode) callback();
    });
  };
  connection.once("upgrade", follow);
  follow(connection.transport);
}

/** Engine.IO does not declare the WebSocket of its transport, and does not report the close code. */
function webSocketOf(transport: Transport): WebSocket | undefined {
  return (transport as unknown as { readonly socket?: WebSocket }).socket;
}
