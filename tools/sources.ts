import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import ts from "typescript";

/** A source file of the repository, by its path from the root, and its imports, including types. */
export interface Source {
  readonly path: string;
  readonly imports: readonly string[];
}

const outside = new Set(["node_modules", "dist", "test-results"]);

/** The folders of the workspaces in the package.json of the root. */
export function workspaceFolders(): string[] {
  const { workspaces } = JSON.parse(readFileSync("package.json", "utf8")) as {
    workspaces: string[];
  };
  return workspaces;
}

/** Returns every source file of the workspaces. */
export function readSources(folders: readonly string[]): Source[] {
  return folders.flatMap(filesBelow).filter(isSource).map(readSource);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return outside.has(entry.name) ? [] : filesBelow(path);
  });
}

function isSource(path: string): boolean {
  return /\.[jt]s$/.test(path) && !path.endsWith(".d.ts");
}

function readSource(path: string): Source {
  const { importedFiles } = ts.preProcessFile(readFileSync(path, "utf8"), true, true);
  return { path, imports: importedFiles.map(({ fileName }) => fileName) };
}

/** Returns the file of a relative import. */
export function targetOf({ path }: Source, specifier: string): string {
  return join(dirname(path), specifier);
}

/** Returns the package of a bare import; `undefined` for relative imports and built-in modules. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith(".") || specifier.startsWith("node:")) return undefined;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** The file names of tests and their helpers. */
export function isTest(path: string): boolean {
  return /(\.test\.ts|\/contract\.ts)$|\/src\/.*\/testing\/|\/test\/|^testing\/e2e\//.test(path);
}

export interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Returns the nearest package.json above a file. */
export function manifestAbove(path: string): Manifest {
  const folder = dirname(path);
  const file = join(folder, "package.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Manifest;
  return manifestAbove(folder);
}
