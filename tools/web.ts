import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build as bundle, type Plugin } from "esbuild";
import { build as buildPage } from "vite";

/** The files that the server serves to browsers; they are part of the server package. */
const webFolder = resolve("packages/server/dist/web");

const compressible = /\.(js|css|html|svg|map)$/;

/** Builds `client.js` and the demo, and compresses each file, so that the server need not compress per request. */
export async function buildWeb(): Promise<void> {
  await Promise.all([
    bundleClient({ entry: "served.ts", file: join(webFolder, "client.js") }),
    buildPage({
      root: "apps/demo",
      logLevel: "warn",
      build: { outDir: join(webFolder, "demo"), emptyOutDir: true },
    }),
  ]);
  for (const file of filesBelow(webFolder)) if (compressible.test(file)) compress(file);
}

interface ClientBundle {
  /** The entry in the source folder of the client. Default: the package. */
  readonly entry?: string;
  readonly file: string;
  /** Packages that the bundle must not contain. */
  readonly external?: readonly string[];
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

/** Bundles the client into one module, as the bundler of a page or app would. */
export async function bundleClient(options: ClientBundle): Promise<void> {
  const { entry = "index.ts", file, external = [] } = options;
  await bundle({
    entryPoints: [`packages/client/src/${entry}`],
    outfile: file,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    conditions: ["@simple-webrtc-signaling/source"],
    external: [...external],
    legalComments: "none",
    plugins: [unusedTransports],
  });
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
