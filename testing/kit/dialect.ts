import type { RawSocket } from "./raw-socket.ts";

/** Socket.IO protocol 5 on Engine.IO protocol 4, over WebSocket from the start. */
export const socketIo = {
  path: "/socket.io/?EIO=4&transport=websocket",
  /** Sends the frame that must precede the first event. */
  async greet(socket: RawSocket): Promise<void> {
    const connected = socket.receives((text) => text.startsWith("40{"));
    socket.send("40");
    await connected;
  },
} as const;
