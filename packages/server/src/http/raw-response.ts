import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { securityHeaders } from "./security-headers.ts";

export interface RawResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: string;
}

/** Writes an HTTP response where Node.js has no `ServerResponse`, such as for a rejected upgrade, and closes the connection. */
export function respondRaw(socket: Duplex, { status, headers = {}, body = "" }: RawResponse): void {
  // The client may have disconnected. Without a listener, the error would end the process.
  socket.on("error", () => {});
  const all = {
    ...securityHeaders,
    ...headers,
    "content-length": Buffer.byteLength(body),
    connection: "close",
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines].join("\r\n");
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy());
}
