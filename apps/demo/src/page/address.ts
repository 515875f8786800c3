/** The parts of the page's address: `/?room=NAME#token=…`. */
export interface Address {
  readonly room: string | undefined;
  /** In the fragment, which browsers never send to a server. */
  readonly token: string | undefined;
}

export function addressOf(href: string): Address {
  const { searchParams, hash } = new URL(href);
  const fragment = new URLSearchParams(hash.slice(1));
  return { room: searchParams.get("room") || undefined, token: fragment.get("token") || undefined };
}

/** Returns the link into a room. It contains a token only if one is given. */
export function invitation(href: string, { room, token }: Address): string {
  const url = new URL(href);
  url.search = room === undefined ? "" : new URLSearchParams({ room }).toString();
  url.hash = token === undefined ? "" : new URLSearchParams({ token }).toString();
  return url.href;
}

/** Returns the address of the network check, relative to the page. */
export function checkAddress(token: string | undefined): string {
  return token === undefined ? "check" : `check#${new URLSearchParams({ token })}`;
}

/** Whether an address leads to the computer that opens it, so that it is useless on another one. */
export function isLoopback(href: string): boolean {
  const { hostname } = new URL(href);
  return hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
}
