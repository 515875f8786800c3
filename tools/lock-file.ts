import { readFileSync } from "node:fs";

/** One installed package, as package-lock.json has it (lockfileVersion 3). */
export interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  /** Only a pointer to a workspace. */
  readonly link?: boolean;
  /** What it is called, if its folder is not. */
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** By the folder each is in, nested ones as well: `node_modules/engine.io/node_modules/ws`. */
export type LockFile = Readonly<Record<string, Locked>>;

export function readLockFile(): LockFile {
  return (JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: LockFile }).packages;
}

/** The name of the package in a folder. */
export function nameAt(lock: LockFile, folder: string): string {
  return lock[folder]?.name ?? folder.split("node_modules/").at(-1) ?? folder;
}

/** The folder in which a package finds a dependency, as Node looks for it; `undefined` if it is not installed. */
export function folderOf(lock: LockFile, from: string, name: string): string | undefined {
  const place = `${from === "" ? "" : `${from}/`}node_modules/${name}`;
  const found = lock[place];
  if (found) return found.link ? found.resolved : place;
  if (from === "") return undefined;
  const nested = from.lastIndexOf("/node_modules/");
  return folderOf(lock, nested === -1 ? "" : from.slice(0, nested), name);
}

/** The folders of what a package needs to run. */
export function dependenciesOf(lock: LockFile, folder: string): string[] {
  const { dependencies = {}, optionalDependencies = {} } = lock[folder] ?? {};
  const found = Object.keys({ ...dependencies, ...optionalDependencies }).map((name) =>
    folderOf(lock, folder, name),
  );
  return found.filter((place) => place !== undefined);
}

/** The folders of packages and of all they need to run, in the order of the alphabet. */
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
