/** A token, or a function that is asked for one at every connect and ahead of the end of the last one. */
export type TokenSource = string | (() => string | Promise<string>);

/** What a client shows when it connects: Socket.IO's `auth`. */
export async function authOf(source: TokenSource | undefined): Promise<{ token?: string }> {
  if (source === undefined) return {};
  return { token: typeof source === "string" ? source : await source() };
}
