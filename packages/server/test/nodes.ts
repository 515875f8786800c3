/** The number of servers that the tests of this project share a room on. Each client connects to the next server. */
export const nodes = Number(process.env["TEST_NODES"] ?? "1");

/** By the URL of the first server: the URLs of all servers, the next one first. */
const servers = new Map<string, string[]>();

/** Makes servers the nodes of one: clients of the first URL connect to all of them in turn. */
export function registerNodes(urls: readonly string[]): void {
  const [first] = urls;
  if (first !== undefined) servers.set(first, [...urls]);
}

/** Returns the URL of the server to which the next client connects. */
export function nextNodeOf(url: string): string {
  const urls = servers.get(url);
  const next = urls?.shift();
  if (next === undefined) return url;
  urls?.push(next);
  return next;
}
