import { StockClient } from "./stock-client.ts";

/** Connects with credentials. Returns `"connected"`, or the code and reason of the refusal. */
export async function connectOutcome(url: string, auth: Record<string, unknown>): Promise<unknown> {
  const client = new StockClient(url, { auth });
  return Promise.race([
    client.connected().then(() => "connected"),
    client.received().then(([, error]) => (error as { data: unknown }).data),
  ]);
}
