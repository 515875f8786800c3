import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build as bundle, type Plugin } from "esbuild";
import { build as buildPage, minify } from "vite";

/** The files that the server serves to browsers; they are part of the server package. */
const webFolder = resolve("packages/server/dist/web");

const compressible = /\.(js|css|html|svg|map)$/;

/** The pages, and their folders in the web folder. The console is served at `/admin/`, which is the name of its folder. */
const pages = [
  { root: "apps/demo", folder: "demo" },
  { root: "apps/console", folder: "admin" },
] as const;

interface WebBuild {
  /** The quality of brotli, 0 to 11, which takes a quarter of the time of a build. */
  readonly quality: number;
}

/** Builds `client.js`, its later parts and the pages, and compresses each file, so that the server need not compress per request. */
export async function buildWeb({ quality }: WebBuild): Promise<void> {
  await Promise.all([
    bundleClient({ entry: "served.ts", file: join(webFolder, "client.js") }),
    ...laterParts.map((part) => bundleLaterPart(part, webFolder)),
    ...pages.map(({ root, folder }) =>
      buildPage({
        root,
        logLevel: "warn",
        build: { outDir: join(webFolder, folder), emptyOutDir: true },
      }),
    ),
  ]);
  for (const file of filesBelow(webFolder)) if (compressible.test(file)) compress(file, quality);
}

/** A part of the client that `client.js` imports when it needs it, from a file beside it. */
export interface LaterPart {
  /** The entry in the source folder of the client. */
  readonly entry: string;
  readonly file: string;
  /** Maximum size: gzip, in kB of 1,000 bytes. */
  readonly most: number;
}

export const laterParts: readonly LaterPart[] = [
  { entry: "socketio/socketio-transport.ts", file: "client-socketio.js", most: 13.4 },
  { entry: "diagnosis/diagnose.ts", file: "client-diagnose.js", most: 3.1 },
  { entry: "check/served.ts", file: "client-check.js", most: 9.5 },
  { entry: "host/host-channel.ts", file: "client-host.js", most: 4.9 },
  { entry: "file/index.ts", file: "client-file.js", most: 4 },
  { entry: "webrtc/security-code.ts", file: "client-security-code.js", most: 1 },
];

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
 * Keeps the later parts out of `client.js`. The code splitting of esbuild would move what the parts share into another file, for
 * which every page would wait.
 */
const separateLaterParts: Plugin = {
  name: "separate later parts",
  setup({ onResolve }) {
    onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
      const imported = join(resolveDir, path);
      const isImportedLater = kind === "dynamic-import";
      const part = laterParts.find(({ entry }) => imported.endsWith(`/${entry}`));
      return isImportedLater && part ? { path: `./${part.file}`, external: true } : undefined;
    });
  },
};

/**
 * Chromium (136 and newer) then compiles all functions while it loads the file, beside the page. Otherwise each function that a
 * join calls for the first time is compiled during the join.
 */
const compileHint = "//# allFunctionsCalledOnLoad";

/** The language level of the client's bundles. Private fields make a large part of the code, and older levels lack them. */
const target = "es2022";

/**
 * Bundles the client into one module, without its later parts. esbuild bundles. The minifier of oxc makes smaller files than that
 * of esbuild (DESIGN.md 17.3).
 */
export async function bundleClient(options: ClientBundle): Promise<void> {
  const { entry = "index.ts", file } = options;
  const { outputFiles } = await bundle({
    entryPoints: [`packages/client/src/${entry}`],
    bundle: true,
    write: false,
    format: "esm",
    target,
    conditions: ["@simple-webrtc-signaling/source"],
    // Only for Node.js 20.
    external: ["ws"],
    legalComments: "none",
    plugins: [unusedTransports, separateLaterParts],
  });
  const [{ text } = { text: "" }] = outputFiles;
  const { code, errors } = await minify(file, text, { module: true, compress: { target } });
  if (errors.length > 0) throw new AggregateError(errors, `could not minify ${file}`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${compileHint}\n${code}`);
}

/** Bundles a later part of the client, with its own copy of the little code that the parts share. */
export function bundleLaterPart({ entry, file }: LaterPart, folder: string): Promise<void> {
  return bundleClient({ entry, file: join(folder, file) });
}

function compress(file: string, quality: number): void {
  const content = readFileSync(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}

export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
