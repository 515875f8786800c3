export interface BoundedFetchOptions {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly method?: "GET" | "POST" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface BoundedAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * Asks another server and reads no more of its answer than `maxBytes`, in no more than `timeoutMs`.
 * Follows no redirect: that would send what we ask to somebody else. Rejects if there is no whole answer.
 */
export async function boundedFetch(
  url: string,
  { timeoutMs, maxBytes, method = "GET", headers = {}, body }: BoundedFetchOptions,
): Promise<BoundedAnswer> {
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
  // Leaving the loop early ends the connection.
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new Error(`the response has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
