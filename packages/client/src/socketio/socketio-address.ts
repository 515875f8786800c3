/** A server as socket.io-client takes it, which would read a path in its address as a namespace. */
export interface SocketIoAddress {
  /** The address without its path. What it leaves out, such as the scheme, socket.io-client takes from the page. */
  readonly root: string;
  /** Where Socket.IO is served. */
  readonly path: string;
}

/** Scheme and host, the path without the slash at its end, and the query. */
const parts = /^((?:\w*:?\/\/)?[^/?#]*)([^?#]*?)\/?(\?[^#]*)?(#.*)?$/;

/**
 * Returns where a server is that has an address such as `https://host.example/signal/`: Socket.IO is below the path of
 * the address, unless `path` says where.
 */
export function socketIoAddress(url: string, path?: string): SocketIoAddress {
  return {
    root: url.replace(parts, "$1/$3"),
    path: path ?? url.replace(parts, "$2/socket.io/"),
  };
}
