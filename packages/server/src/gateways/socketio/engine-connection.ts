import type { IncomingMessage } from "node:http";
import type { Socket } from "socket.io";
import { DirectWebSocket } from "../../sockets/direct-websocket.ts";

/** An Engine.IO connection. */
export type EngineConnection = Socket["conn"];

/** Members of a connection that are private in the types of Engine.IO. */
interface Internals {
  readonly id: string;
  /** The packets that wait until the transport has written the last ones. */
  readonly writeBuffer: readonly unknown[];
  /** `null` unless the server waits for the answer to a ping. */
  readonly pingTimeoutTimer: unknown;
  /** A packet has extended the time for the answer to the present ping. */
  readonly hasRefreshedPingTimeout: boolean;
  onClose(reason: string, description?: unknown): void;
  sendPacket(type: "ping"): void;
  request: IncomingMessage | null;
}

function internalsOf(connection: EngineConnection): Internals {
  return connection as unknown as Internals;
}

/** Returns the id of a connection. Engine.IO keeps it private, because other clients must not receive it. */
export function engineIdOf(connection: EngineConnection): string {
  return internalsOf(connection).id;
}

/** Sends a ping. Engine.IO itself sends one every PING_SECONDS. */
export function ping(connection: EngineConnection): void {
  internalsOf(connection).sendPacket("ping");
}

/** Returns whether the server waits for the answer to a ping. */
export function isPinging(connection: EngineConnection): boolean {
  return internalsOf(connection).pingTimeoutTimer !== null;
}

/**
 * Lets an answer that has arrived count, even if this process was too busy to read it in time. One iteration of the event loop
 * runs timers, then reads sockets, then runs `setImmediate` callbacks.
 */
export function readBeforeTimeout(connection: EngineConnection): void {
  internalsOf(connection).onClose = onCloseAfterReading;
}

function onCloseAfterReading(this: Internals, reason: string, description?: unknown): void {
  const close = () => closeOf(this).call(this, reason, description);
  if (reason !== "ping timeout") {
    close();
    return;
  }
  const { hasRefreshedPingTimeout: wasExtended } = this;
  setImmediate(() => {
    const isExtended = this.hasRefreshedPingTimeout && !wasExtended;
    if (this.pingTimeoutTimer !== null && !isExtended) close();
  });
}

/** Returns the method of Engine.IO. */
function closeOf(connection: Internals): Internals["onClose"] {
  return (Object.getPrototypeOf(connection) as Internals).onClose;
}

/** Returns whether packets wait in the connection, so that anything written directly would overtake them. */
export function hasWaitingPackets(connection: EngineConnection): boolean {
  return internalsOf(connection).writeBuffer.length > 0;
}

/** Returns the WebSocket of a connection; `undefined` for long polling, also during an upgrade. */
export function webSocketOf({ transport }: EngineConnection): DirectWebSocket | undefined {
  const { socket } = transport as unknown as { readonly socket?: unknown };
  return socket instanceof DirectWebSocket ? socket : undefined;
}

/**
 * Releases the request of the handshake, which would stay in memory as long as the connection. So would the copy of its headers
 * in `handshake`, with the credentials.
 */
export function releaseHandshake(socket: Socket): void {
  internalsOf(socket.conn).request = null;
  Object.assign(socket, { handshake: undefined });
}
