import type { RawSocket } from "./raw-socket.ts";

/** The protocol of a server: a frame is a prefix and the JSON array of an event and its argument. */
export interface Dialect {
  readonly path: string;
  readonly prefix: string;
  /** Sends the frames that must precede the first event. */
  greet(socket: RawSocket): Promise<void>;
}

/** Socket.IO protocol 5 on Engine.IO protocol 4, over WebSocket from the start. */
export const socketIo: Dialect = {
  path: "/socket.io/?EIO=4&transport=websocket",
  prefix: "42",
  async greet(socket) {
    const connected = socket.hears((text) => text.startsWith("40{"));
    socket.send("40");
    await connected;
  },
};

/** Plain JSON arrays. */
export const plainJson: Dialect = {
  path: "/",
  prefix: "",
  async greet() {},
};
