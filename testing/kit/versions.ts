import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { resolve } = createRequire(import.meta.url);

/** Returns the version of an installed package, even if the package does not export its package.json. */
export function versionOf(name: string): string {
  const places = resolve.paths(name) ?? [];
  const path = places.map((place) => join(place, name, "package.json")).find(existsSync);
  if (path === undefined) throw new Error(`${name} is not installed`);
  const manifest = JSON.parse(readFileSync(path, "utf8")) as { version: string };
  return `${name} ${manifest.version}`;
}
