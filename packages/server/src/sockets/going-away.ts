import type { WebSocket } from "ws";
import { goingAwayCode } from "./close-codes.ts";

/** Calls back when the client has closed a WebSocket with the code 1001 (L4). */
export function onGoingAway(webSocket: WebSocket, callback: () => void): void {
  webSocket.once("close", (code) => {
    if (code === goingAwayCode) callback();
  });
}
