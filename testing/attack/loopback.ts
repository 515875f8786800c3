/** Returns whether a host name can only be this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Returns the URL to attack. Throws an error with a readable message for another machine, unless forced. */
export function addressOfTarget(text: string, isForced: boolean): URL {
  const url = new URL(text);
  if (isLoopback(url.hostname) || isForced) return url;
  throw new Error(
    `--target is ${text}: that is another machine. Attack only servers that are yours to attack; --force says that it is`,
  );
}
