import type { IncomingMessage } from "node:http";
import { SignalingError } from "simple-webrtc-signaling-protocol";

/** Maximum size of a body, in bytes. */
const maxBytes = 16_384;

/** Express and similar frameworks keep a parsed body in `body`. */
type ReadMessage = IncomingMessage & { readonly body?: unknown };

/**
 * Returns the JSON of a request's body, even if a parser of the application has already read it. Refuses with `too-large`,
 * and with `bad-message` if the body is not JSON.
 */
export async function jsonOf({ body }: Request, incoming: ReadMessage): Promise<unknown> {
  // Some parsers set an empty object without reading the body, so the presence of `body` proves nothing.
  if (incoming.readableDidRead) return jsonReadBefore(incoming.body);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    refuseTooLarge(bytes);
    chunks.push(chunk);
  }
  return parsed(Buffer.concat(chunks).toString("utf8"));
}

function jsonReadBefore(body: unknown): unknown {
  if (body === undefined) {
    throw new SignalingError(
      "bad-message",
      "the application has already read the body; keep it in `request.body`, or call this listener before the parser",
    );
  }
  const text =
    typeof body === "string" || body instanceof Uint8Array
      ? Buffer.from(body).toString("utf8")
      : JSON.stringify(body);
  refuseTooLarge(Buffer.byteLength(text));
  return parsed(text);
}

function refuseTooLarge(bytes: number): void {
  if (bytes <= maxBytes) return;
  throw new SignalingError(
    "too-large",
    `the body has more than ${maxBytes} bytes; send a shorter body`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SignalingError("bad-message", "the body is not valid JSON");
  }
}
