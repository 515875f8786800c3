/** Where a server is, as socket.io-client takes it: it would read a path in the address as a namespace. */
export interface ServerAddress {
  /** With the query of the address, if there is one. */
  readonly origin: string;
  /** Where Socket.IO is served. */
  readonly path: string;
}

/**
 * Returns where a server is that has an address such as `https://host.example/signal/`: Socket.IO is below the path of
 * the address, unless `path` says where. A page may leave out the scheme and the host that it comes from.
 */
export function serverAddress(url: string, path?: string): ServerAddress {
  const absolute = absoluteUrl(url);
  if (!URL.canParse(absolute)) return { origin: url, path: path ?? "/socket.io/" };
  const { origin, pathname, search } = new URL(absolute);
  return {
    origin: search === "" ? origin : `${origin}/${search}`,
    path: path ?? `${pathname.replace(/\/*$/, "/")}socket.io/`,
  };
}

/** With the rules of socket.io-client, which takes an address without a scheme, such as `localhost:3000`. */
function absoluteUrl(url: string): string {
  if (/^(https?|wss?):\/\//i.test(url)) return url;
  const { protocol, host } = globalThis.location ?? { protocol: "https:", host: "" };
  if (url.startsWith("//")) return `${protocol}${url}`;
  return url.startsWith("/") ? `${protocol}//${host}${url}` : `${protocol}//${url}`;
}
