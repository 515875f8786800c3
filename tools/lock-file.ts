import { readFileSync } from "node:fs";

/** One installed package, as package-lock.json has it (lockfileVersion 3). */
export interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  /** Whether the entry is only a link to a workspace. */
  readonly link?: boolean;
  /** The name of the package, if the folder has another name. */
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** By folder, including nested ones: `node_modules/engine.io/node_modules/ws`. */
export type LockFile = Readonly<Record<string, Locked>>;

export function readLockFile(): LockFile {
  return (JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: LockFile }).packages;
}

/** Returns the name of the package in a folder. */
export function nameAt(lock: LockFile, folder: string): string {
  return lock[folder]?.name ?? folder.split("node_modules/").at(-1) ?? folder;
}

/** Returns the folder in which Node.js finds a dependency of a package; `undefined` if it is not installed. */
export function folderOf(lock: LockFile, from: string, name: string): string | undefined {
  const place = `${from === "" ? "" : `${from}/`}node_modules/${name}`;
  const found = lock[place];
  if (found) return found.link ? found.resolved : place;
  if (from === "") return undefined;
  const nested = from.lastIndexOf("/node_modules/");
  return folderOf(lock, nested === -1 ? "" : from.slice(0, nested), name);
}

/** Returns the folders of the run-time dependencies of a package. */
export function dependenciesOf(lock: LockFile, folder: string): string[] {
  const { dependencies = {}, optionalDependencies = {} } = lock[folder] ?? {};
  const found = Object.keys({ ...dependencies, ...optionalDependencies }).map((name) =>
    folderOf(lock, folder, name),
  );
  return found.filter((place) => place !== undefined);
}

/** Returns the folders of packages and of all their run-time dependencies, in alphabetical order. */
export function closureOf(lock: LockFile, folders: readonly string[]): string[] {
  const closure = new Set<string>();
  const visit = (folder: string) => {
    if (closure.has(folder)) return;
    closure.add(folder);
    for (const needed of dependenciesOf(lock, folder)) visit(needed);
  };
  for (const folder of folders) visit(folder);
  return [...closure].toSorted();
}
