/**
 * The transport of the clients in the conversations that run over both: by default the plain WebSocket, which clients use first;
 * with `TEST_TRANSPORT=socketio` Socket.IO.
 */
export const isSocketIo = process.env["TEST_TRANSPORT"] === "socketio";

/** The handshake that these clients try first. */
export const firstHandshake = isSocketIo ? "websocket" : "plain";

/** The options of a channel or a room for this transport: a path of Socket.IO excludes the plain WebSocket. */
export const transportOptions: { readonly path?: string } = isSocketIo
  ? { path: "/socket.io/" }
  : {};
