/** Returns the URL of the server that served this bundle; `undefined` for a `blob:` or `file:` URL. */
export function ownServer(): string | undefined {
  const { url } = import.meta;
  return /^https?:/.test(url) ? new URL(".", url).href : undefined;
}
