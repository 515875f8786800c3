/** What a page's address says: `/?room=NAME#token=…`. */
export interface Address {
  readonly room: string | undefined;
  /** In the fragment, which browsers send to no server. */
  readonly token: string | undefined;
}

export function addressOf(href: string): Address {
  const { searchParams, hash } = new URL(href);
  const fragment = new URLSearchParams(hash.slice(1));
  return { room: searchParams.get("room") || undefined, token: fragment.get("token") || undefined };
}

/** The link into a room. It carries the token only if there is one. */
export function invitation(href: string, { room, token }: Address): string {
  const url = new URL(href);
  url.search = room === undefined ? "" : new URLSearchParams({ room }).toString();
  url.hash = token === undefined ? "" : new URLSearchParams({ token }).toString();
  return url.href;
}
