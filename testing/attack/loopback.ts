/** Whether a name of a URL's host can only be this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The address to attack. Throws, with a sentence for people, unless it is this machine's or forced. */
export function addressOfTarget(text: string, isForced: boolean): URL {
  const url = new URL(text);
  if (isLoopback(url.hostname) || isForced) return url;
  throw new Error(
    `--target is ${text}: that is another machine. Attack only servers that are yours to attack; --force says that it is`,
  );
}
