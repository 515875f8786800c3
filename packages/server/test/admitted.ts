import { StockClient } from "./stock-client.ts";

/** How a server answers to what is shown: `"connected"`, or the refusal's code and sentence. */
export async function admitted(url: string, auth: Record<string, unknown>): Promise<unknown> {
  const client = new StockClient(url, { auth });
  return Promise.race([
    client.connected().then(() => "connected"),
    client.heard().then(([, error]) => (error as { data: unknown }).data),
  ]);
}
