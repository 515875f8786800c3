import type { OpenTransport, TransportName } from "../transport/transport.ts";
import { WebSocketTransport } from "../websocket/websocket-transport.ts";

/** Returns the function that opens a transport. Socket.IO is loaded when it is first needed: most clients never need it. */
export async function loadTransport(name: TransportName): Promise<OpenTransport> {
  if (name === "plain") return (_, options) => new WebSocketTransport(options);
  const { openSocketIo } = await import("../socketio/socketio-transport.ts");
  return openSocketIo;
}

/**
 * Returns the transports of an attempt, in order. `usual` is the transport of the last connection. A `path` of Socket.IO excludes
 * the plain WebSocket. Long polling comes second, because it works in every network and becomes a WebSocket where it can.
 */
export function transportsFor(
  usual: TransportName | undefined,
  path: string | undefined,
): readonly TransportName[] {
  const first = path === undefined ? "plain" : "websocket";
  return usual === "polling" ? [usual, first] : [usual ?? first, "polling"];
}
