export interface BoundedFetchOptions {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly method?: "GET" | "POST" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface BoundedResponse {
  readonly status: number;
  readonly text: string;
}

/**
 * Sends an HTTP request and reads at most `maxBytes` of the response in at most `timeoutMs`. Follows no redirect, which
 * would send the credentials in the request to another server. Rejects if the response is not complete.
 */
export async function boundedFetch(
  url: string,
  { timeoutMs, maxBytes, method = "GET", headers = {}, body }: BoundedFetchOptions,
): Promise<BoundedResponse> {
  const response = await fetch(url, {
    method,
    headers: { accept: "application/json", ...headers },
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, text: await readText(response, maxBytes) };
}

async function readText({ body }: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // An error in the loop closes the connection.
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new Error(`the response has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
