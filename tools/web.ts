import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build as bundle, type Plugin } from "esbuild";
import { build as buildPage } from "vite";

/** The files that the server serves to browsers; they are part of the server package. */
const webFolder = resolve("packages/server/dist/web");

const compressible = /\.(js|css|html|svg|map)$/;

/** Builds `client.js`, its Socket.IO part and the demo, and compresses each file, so that the server need not compress per request. */
export async function buildWeb(): Promise<void> {
  await Promise.all([
    bundleClient({ entry: "served.ts", file: join(webFolder, "client.js") }),
    bundleSocketIo(join(webFolder, socketIoFile)),
    buildPage({
      root: "apps/demo",
      logLevel: "warn",
      build: { outDir: join(webFolder, "demo"), emptyOutDir: true },
    }),
  ]);
  for (const file of filesBelow(webFolder)) if (compressible.test(file)) compress(file);
}

/** The file beside `client.js` that it imports when it needs Socket.IO. */
const socketIoFile = "client-socketio.js";

interface ClientBundle {
  /** The entry in the source folder of the client. Default: the package. */
  readonly entry?: string;
  readonly file: string;
}

/**
 * Transports of Engine.IO that the client never uses, because it has its own. Bundlers keep them, because Engine.IO names all
 * transports in one table.
 */
const unusedTransports: Plugin = {
  name: "unused transports",
  setup({ onLoad }) {
    onLoad({ filter: /engine\.io-client.*(polling-xhr|webtransport)\.js$/ }, () => ({
      contents: "export class XHR {} export class WT {}",
    }));
  },
};

/**
 * Keeps Socket.IO out of `client.js`. The code splitting of esbuild would move what both parts share into a third file, for
 * which every page would wait.
 */
const separateSocketIo: Plugin = {
  name: "separate Socket.IO",
  setup({ onResolve }) {
    onResolve({ filter: /socketio-transport\.ts$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: `./${socketIoFile}`, external: true } : undefined,
    );
  },
};

/** Bundles the client into one module, without Socket.IO. */
export async function bundleClient(options: ClientBundle): Promise<void> {
  const { entry = "index.ts", file } = options;
  await bundle({
    entryPoints: [`packages/client/src/${entry}`],
    outfile: file,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    conditions: ["@simple-webrtc-signaling/source"],
    // Only for Node.js 20.
    external: ["ws"],
    legalComments: "none",
    plugins: [unusedTransports, separateSocketIo],
  });
}

/** Bundles the part of the client that uses Socket.IO, with its own copy of the little code that both parts share. */
export function bundleSocketIo(file: string): Promise<void> {
  return bundleClient({ entry: "socketio/socketio-transport.ts", file });
}

function compress(file: string): void {
  const content = readFileSync(file);
  writeFileSync(`${file}.br`, brotliCompressSync(content));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}

export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
