/** The number of servers that the tests of this project share a room on. Each client connects to the next server. */
export const nodes = Number(process.env["TEST_NODES"] ?? "1");

interface Nodes {
  /** The URLs of all servers, the next one first. */
  readonly urls: string[];
  readonly caughtUp: () => Promise<void>;
}

/** By the URL of the first server. */
const clusters = new Map<string, Nodes>();

/**
 * Makes servers the nodes of one: clients of the first URL connect to all of them in turn. `caughtUp` resolves when every
 * node knows all that has happened on the others.
 */
export function registerNodes(urls: readonly string[], caughtUp: () => Promise<void>): void {
  const [first] = urls;
  if (first !== undefined) clusters.set(first, { urls: [...urls], caughtUp });
}

/** Returns the URL of the server to which the next client connects. */
export function nextNodeOf(url: string): string {
  const urls = clusters.get(url)?.urls;
  const next = urls?.shift();
  if (next === undefined) return url;
  urls?.push(next);
  return next;
}

/** Waits until every node behind a URL knows all that has happened on the others. */
export async function caughtUp(url: string): Promise<void> {
  await clusters.get(url)?.caughtUp();
}
