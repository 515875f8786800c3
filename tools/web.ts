import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build as bundle, type Plugin } from "esbuild";
import { build as buildPage } from "vite";

/** What the server serves to browsers; it is published as a part of the server's package. */
const webFolder = resolve("packages/server/dist/web");

const compressible = /\.(js|css|html|svg|map)$/;

/** Builds `client.js` and the demo, each file also compressed, so that nobody has to do it per request. */
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
  /** In the client's folder of sources. Default: the package. */
  readonly entry?: string;
  readonly file: string;
  /** Packages that are not to be in it. */
  readonly external?: readonly string[];
}

/**
 * Transports of Engine.IO that the client never uses, as it brings its own. Engine.IO names all of them in one table, so that
 * bundlers keep them.
 */
const unusedTransports: Plugin = {
  name: "unused transports",
  setup({ onLoad }) {
    onLoad({ filter: /engine\.io-client.*(polling-xhr|webtransport)\.js$/ }, () => ({
      contents: "export class XHR {} export class WT {}",
    }));
  },
};

/** Bundles the client into one module, as a page or a bundler of an app would. */
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
