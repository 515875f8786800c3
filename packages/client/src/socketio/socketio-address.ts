/** The address of a server for socket.io-client, which would treat a path in a URL as a namespace. */
export interface SocketIoAddress {
  /** The URL without its path. socket.io-client adds missing parts, such as the scheme, from the page. */
  readonly root: string;
  /** The path of Socket.IO. */
  readonly path: string;
}

/** Scheme and host, the path without the slash at its end, and the query. */
const parts = /^((?:\w*:?\/\/)?[^/?#]*)([^?#]*?)\/?(\?[^#]*)?(#.*)?$/;

/**
 * Splits the URL of a server, such as `https://host.example/signal/`. Socket.IO is below the path of the URL, unless `path`
 * names another path.
 */
export function socketIoAddress(url: string, path?: string): SocketIoAddress {
  return {
    root: url.replace(parts, "$1/$3"),
    path: path ?? url.replace(parts, "$2/socket.io/"),
  };
}

/** Returns the address of the leave request for an Engine.IO connection (rule L3). */
export function leaveAddress({ root, path }: SocketIoAddress, engineId: string): string {
  const address = new URL(`${path.replace(/\/$/, "")}/`, root.replace(/^ws/, "http"));
  address.search = new URLSearchParams({ sid: engineId, leave: "1" }).toString();
  return address.href;
}
