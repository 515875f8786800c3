import { io } from "socket.io-client";
import { onInterrupt } from "./on-interrupt.ts";
import { say } from "./say.ts";
import { settings } from "./settings.ts";

/** Connects with what `show` gets, which is asked at every connect, and says what comes of it. */
export function connectAs(peerId: string, show: () => Promise<Record<string, string>>): void {
  const socket = io(settings.url, {
    auth: (send) => void show().then(send, (error) => say(`No token: ${String(error)}`)),
  });
  socket.on("connect", () => socket.emit("ready", peerId, (reply: unknown) => say(textOf(reply))));
  socket.on("connect_error", (error: Error & { data?: { reason: string } }) => {
    if (socket.active) say(`No signaling server answers at ${settings.url}. Trying again …`);
    else say(`refused: ${error.data?.reason ?? error.message}`);
  });
  onInterrupt(() => socket.disconnect());
}

function textOf(reply: unknown): string {
  return `the server says: ${JSON.stringify(reply)}`;
}
