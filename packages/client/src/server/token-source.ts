/** A token, or a function that returns one. The function is called at every connect and before the token expires. */
export type TokenSource = string | (() => string | Promise<string>);

/** Returns the `auth` object of Socket.IO for a connect. Rejects if the function rejects. */
export async function authOf(source: TokenSource | undefined): Promise<{ token?: string }> {
  if (source === undefined) return {};
  return { token: typeof source === "string" ? source : await source() };
}
