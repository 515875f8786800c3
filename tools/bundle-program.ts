import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";

const entry = "packages/server/src/cli.ts";

/** The packages that the program needs at its start. Their CommonJS is loaded twice as fast as a module that wraps it. */
const required = ["engine.io", "pino", "socket.io", "socket.io-parser", "ws"];

/** The packages that the program loads when it needs them. */
const imported = ["@hono/node-server", "hono", "httpxy", "ioredis", "jose", "prom-client"];

/** Replaces `import` of a package by `require`, which does not analyze the exports of CommonJS. */
const viaRequire: Plugin = {
  name: "packages via require",
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(${required.join("|").replaceAll(".", "\\.")})$`);
    const namespace = "via-require";
    onResolve({ filter }, ({ path, kind }) =>
      kind === "require-call" ? { path, external: true } : { path, namespace },
    );
    onLoad({ filter: /./, namespace }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

/**
 * Bundles the program of the server into `cli.js`, and into `program/` what only some commands, settings or requests need.
 * Contains the server, its protocol and zod, which together are 200 files. All other packages stay as they are installed.
 */
export async function bundleProgram(folder: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [entry],
    outdir: folder,
    chunkNames: "program/[name]-[hash]",
    bundle: true,
    splitting: true,
    metafile: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    conditions: ["@simple-webrtc-signaling/source"],
    external: imported.flatMap((name) => [name, `${name}/*`]),
    plugins: [viaRequire],
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module";\nconst require = requireFrom(import.meta.url);',
    },
  });
  const chunks = join(folder, "program");
  mkdirSync(chunks, { recursive: true });
  writeFileSync(join(chunks, "LICENSES"), licensesOf(metafile));
  removeOthers(chunks, [...Object.keys(metafile.outputs), join(chunks, "LICENSES")]);
  return metafile;
}

/** The chunks of earlier builds have other names. */
function removeOthers(folder: string, kept: readonly string[]): void {
  const paths = new Set(kept.map((path) => resolve(path)));
  for (const name of readdirSync(folder)) {
    const path = resolve(folder, name);
    if (!paths.has(path)) rmSync(path);
  }
}

/** Returns the licenses of the packages in the bundle, which require that copies contain them. */
function licensesOf({ inputs }: Metafile): string {
  const folders = Object.keys(inputs).flatMap(
    (path) => /.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
  );
  return [...new Set(folders)]
    .map((folder) => `${folder.replace(/.*node_modules\//, "")}\n\n${licenseIn(folder)}`)
    .join("\n");
}

function licenseIn(folder: string): string {
  const name = readdirSync(folder).find((one) => /^license/i.test(one));
  if (name === undefined) throw new Error(`${folder} has no license file`);
  return readFileSync(join(folder, name), "utf8");
}

/** The parts of a bundle that are loaded when the program starts. */
export interface StartOf {
  readonly bytes: number;
  /** The packages that are loaded with the bundle, sorted. */
  readonly packages: readonly string[];
}

/** Returns what the program loads at its start. */
export function startOf({ outputs }: Metafile): StartOf {
  const entryPath = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === entry);
  if (entryPath === undefined) throw new Error(`${entry} is not in the bundle`);
  const files = new Set([entryPath]);
  const packages = new Set<string>();
  for (const file of files) {
    for (const { path, kind, external } of outputs[file]?.imports ?? []) {
      if (kind === "dynamic-import") continue;
      if (!external) files.add(path);
      else if (!path.startsWith("node:")) packages.add(path);
    }
  }
  const bytes = [...files].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
  return { bytes, packages: [...packages].sort() };
}
