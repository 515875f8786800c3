import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { parseAccept } from "hono/utils/accept";
import type { WebHandler } from "./bearer.ts";

/** The files that pages load as in the Socket.IO documentation. Their source maps, five times as large, are not served. */
const files = [
  "socket.io.js",
  "socket.io.min.js",
  "socket.io.esm.min.js",
  "socket.io.msgpack.min.js",
] as const;

type Encoding = "br" | "gzip" | "identity";

interface Encoded {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly etag: string;
}

const compressions: Readonly<Record<Encoding, (content: Buffer) => Promise<Buffer>>> = {
  br: promisify(brotliCompress),
  gzip: promisify(gzip),
  identity: (content) => Promise.resolve(content),
};

/** Returns the routes of Socket.IO's own client for browsers. */
export function socketIoClient(socketPath: string): Readonly<Record<string, WebHandler>> {
  return Object.fromEntries(files.map((file) => [`${socketPath}${file}`, serve(file)]));
}

/** Reads and compresses a file at the first request and caches it, because unauthenticated clients may request it. */
function serve(file: string): WebHandler {
  const cache = new Map<Encoding, Promise<Encoded>>();
  return async (context) => {
    const encoding = encodingFor(context.req.header("accept-encoding"));
    const encoded = cache.get(encoding) ?? encode(file, encoding);
    cache.set(encoding, encoded);
    const { body, etag } = await encoded;
    context.header("cache-control", "no-cache");
    context.header("vary", "Accept-Encoding", { append: true });
    context.header("etag", etag);
    if (hasTag(context.req.header("if-none-match"), etag)) return context.body(null, 304);
    context.header("content-type", "text/javascript; charset=utf-8");
    if (encoding !== "identity") context.header("content-encoding", encoding);
    return context.body(body);
  };
}

/** Returns the encoding with the shortest result that a browser accepts (RFC 9110 §12.5.3). */
function encodingFor(acceptEncoding = ""): Encoding {
  const accepted = parseAccept(acceptEncoding).filter(({ q }) => q > 0);
  const shortest = (["br", "gzip"] as const).find((encoding) =>
    accepted.some(({ type }) => type.toLowerCase() === encoding),
  );
  return shortest ?? "identity";
}

async function encode(file: string, encoding: Encoding): Promise<Encoded> {
  const { resolve } = createRequire(import.meta.url);
  const folder = join(dirname(resolve("socket.io/package.json")), "client-dist");
  const body = new Uint8Array(await compressions[encoding](await readFile(join(folder, file))));
  const digest = createHash("sha256").update(body).digest("base64url");
  return { body, etag: `"${digest.slice(0, 22)}"` };
}

/** Returns whether the browser has a file with this tag in its cache (RFC 9110 §13.1.2). */
function hasTag(ifNoneMatch = "", etag: string): boolean {
  const tags = ifNoneMatch.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag);
}
