import type { IncomingMessage } from "node:http";
import { framesPrefix, subprotocol } from "simple-webrtc-signaling-protocol";

/** Selects the own subprotocol, and never one that carries frames: a browser closes a connection without a selected subprotocol. */
export function selectProtocol(offered: ReadonlySet<string>): string | false {
  if (offered.has(subprotocol)) return subprotocol;
  return [...offered].find((protocol) => !protocol.startsWith(framesPrefix)) ?? false;
}

/**
 * Returns the text frames that a handshake carries (F11), in order. They are encoded as base64url (RFC 4648 §5) and separated
 * by line feeds, which JSON does not contain. Returns none if they exceed `mostBytes`.
 */
export function firstFramesOf({ headers }: IncomingMessage, mostBytes: number): readonly string[] {
  const offered = headers["sec-websocket-protocol"]?.split(",") ?? [];
  const carrier = offered.map((one) => one.trim()).find((one) => one.startsWith(framesPrefix));
  const text = Buffer.from(carrier?.slice(framesPrefix.length) ?? "", "base64url");
  return text.length === 0 || text.length > mostBytes ? [] : text.toString().split("\n");
}
