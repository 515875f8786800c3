import type { WebSocket } from "ws";

/** The close code of an endpoint that goes away (RFC 6455 §7.4.1). Browsers send it when they unload a page. */
const goingAwayCode = 1001;

/** Calls back when the client has closed a WebSocket with the code 1001 (L4). */
export function onGoingAway(webSocket: WebSocket, callback: () => void): void {
  webSocket.once("close", (code) => {
    if (code === goingAwayCode) callback();
  });
}
