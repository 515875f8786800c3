import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import ts from "typescript";

/** A source file of the repository, by its path from the root, and what it imports, types included. */
export interface Source {
  readonly path: string;
  readonly imports: readonly string[];
}

const outside = new Set(["node_modules", "dist", "test-results"]);

/** The folders of the workspaces, as the root's package.json names them. */
export function workspaceFolders(): string[] {
  const { workspaces } = JSON.parse(readFileSync("package.json", "utf8")) as {
    workspaces: string[];
  };
  return workspaces;
}

/** Every source file below the workspaces' folders. */
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

/** The file that a relative import names. */
export function targetOf({ path }: Source, specifier: string): string {
  return join(dirname(path), specifier);
}

/** The package that a bare import names; `undefined` for relative imports and Node's own modules. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith(".") || specifier.startsWith("node:")) return undefined;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** What a test, or what only tests use, is called. */
export function isTest(path: string): boolean {
  return /(\.test\.ts|\/contract\.ts)$|\/test\/|^testing\/e2e\//.test(path);
}

export interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The package.json nearest above a file. */
export function manifestAbove(path: string): Manifest {
  const folder = dirname(path);
  const file = join(folder, "package.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Manifest;
  return manifestAbove(folder);
}
