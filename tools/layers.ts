import { dirname } from "node:path/posix";
import { type Part, parts } from "./laws.ts";
import { isTest, manifestAbove, packageOf, type Source, targetOf } from "./sources.ts";

/** Law 3: the only file of a package that uses the process. */
const theProcess = "packages/server/src/cli.ts";

/** Returns the violations of the laws. */
export function brokenLaws(sources: readonly Source[]): string[] {
  return [
    ...sources.flatMap(brokenArrows),
    ...sources.flatMap(undeclaredPackages),
    ...circles(sources),
    ...lonelyFolders(sources),
  ];
}

/** A unit test belongs to the part of the file beside it. */
function partOf(path: string): Part | undefined {
  const tested = path.replace(/\.test\.ts$/, ".ts");
  return parts.find(({ of }) => tested.startsWith(of));
}

/** Law 1 and 2: a part imports only what its row in the table allows. */
function brokenArrows(source: Source): string[] {
  const part = partOf(source.path);
  if (!part) return [`${source.path}: belongs to no part of the house`];
  return source.imports
    .filter((specifier) => !isAllowed(part, source, specifier))
    .map((specifier) => `${source.path}: may not import ${specifier}`);
}

function isAllowed(part: Part, source: Source, specifier: string): boolean {
  if (specifier === "node:process") return source.path === theProcess;
  if (specifier.startsWith("node:")) return true;
  const name = packageOf(specifier);
  if (name !== undefined) {
    return part.packages === "declared" || part.packages.includes(name) || isTest(source.path);
  }
  const target = targetOf(source, specifier);
  return [part.of, ...part.parts].some((allowed) => target.startsWith(allowed));
}

/** Law 1: a package imports only packages of its own package.json; a published package no development dependencies. */
function undeclaredPackages(source: Source): string[] {
  const {
    name,
    dependencies = {},
    peerDependencies = {},
    devDependencies = {},
  } = manifestAbove(source.path);
  const isPublished = source.path.includes("/src/") && !isTest(source.path);
  const declared = {
    ...dependencies,
    ...peerDependencies,
    ...(isPublished ? {} : devDependencies),
  };
  return source.imports
    .map(packageOf)
    .filter((imported) => imported !== undefined && !Object.hasOwn(declared, imported))
    .map((imported) => `${source.path}: ${imported} is not among the dependencies of ${name}`);
}

/** Law 1: no import cycle, including type imports. */
function circles(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const finished = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]) => {
    if (way.includes(path))
      found.push(`circle: ${[...way.slice(way.indexOf(path)), path].join(" → ")}`);
    const source = byPath.get(path);
    if (!source || finished.has(path) || way.includes(path)) return;
    const relative = source.imports.filter((specifier) => specifier.startsWith("."));
    for (const specifier of relative) visit(targetOf(source, specifier), [...way, path]);
    finished.add(path);
  };
  for (const { path } of sources) visit(path, []);
  return found;
}

/** Law 5: a folder of a package has three or more entries; a folder inside it counts as one. */
function lonelyFolders(sources: readonly Source[]): string[] {
  const inPackages = sources.filter(({ path }) => path.includes("/src/") && !isTest(path));
  const folders = new Set(inPackages.map(({ path }) => dirname(path)));
  const siblings = new Map([...folders].map((folder) => [folder, new Set<string>()]));
  for (const path of [...folders, ...inPackages.map(({ path }) => path)]) {
    siblings.get(dirname(path))?.add(path);
  }
  return [...siblings]
    .filter(([, inside]) => inside.size < 3)
    .map(([folder]) => `${folder}: a folder for fewer than three files`);
}
