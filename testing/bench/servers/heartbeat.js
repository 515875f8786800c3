/** The heartbeat of all measured servers, in milliseconds: the defaults of Socket.IO. */
export const heartbeat = { pingInterval: 25_000, pingTimeout: 20_000 };
