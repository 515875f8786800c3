import { SignalingError } from "../base/errors.ts";
import type { SocketIoAddress } from "./socketio-address.ts";

const protocols = ["http:", "https:", "ws:", "wss:"];

/**
 * The address of a server, absolute. Without one it is where the page came from. Throws a `SignalingError`,
 * `bad-message`, for what is no address of a server.
 */
export function serverAddressOf(url: string | undefined): string {
  const page: Location | undefined = globalThis.location;
  const address = url ?? page?.origin;
  if (address === undefined) {
    throw new SignalingError("bad-message", "there is no page here: give the server's `url`");
  }
  const parsed = parse(address, page?.href);
  if (parsed && protocols.includes(parsed.protocol)) return parsed.href;
  throw new SignalingError(
    "bad-message",
    `\`url\` is "${address}"; it must be like https://signaling.example`,
  );
}

function parse(url: string, base: string | undefined): URL | undefined {
  try {
    return new URL(url, base);
  } catch {
    return undefined;
  }
}

/**
 * Tells the server by a request of its own that a connection of Engine.IO is left (PROTOCOL.md, L3). Browsers send it also
 * when the page ends (Beacon §3.1); elsewhere there is no need.
 */
export function sendLeave({ root, path }: SocketIoAddress, engineId: string): void {
  const address = new URL(`${path.replace(/\/$/, "")}/`, root.replace(/^ws/, "http"));
  address.search = new URLSearchParams({ sid: engineId, leave: "1" }).toString();
  globalThis.navigator?.sendBeacon?.(address);
}
