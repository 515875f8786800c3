import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";

const root = join(import.meta.dirname, "../..");

/** Folders of this repository that no program needs. */
const leftOut = new Set([".git", "test-results"]);

/**
 * Copies this repository with its built files to a new folder, where programs can build without an effect on other tests.
 * Installed packages are links to those of this repository. Returns the path.
 */
export function copyRepository(): string {
  const copy = mkdtempSync(join(tmpdir(), "repository-"));
  cpSync(root, copy, {
    recursive: true,
    // The compiler skips unchanged sources.
    preserveTimestamps: true,
    filter: (path) => {
      const name = basename(path);
      if (name === "node_modules") linkPackages(path, join(copy, relative(root, path)));
      return name !== "node_modules" && !leftOut.has(name);
    },
  });
  return copy;
}

/** Links each package of a folder. A link to a workspace is copied, so that it leads to the copy of the workspace. */
function linkPackages(folder: string, copy: string): void {
  mkdirSync(copy);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (lstatSync(path).isSymbolicLink()) symlinkSync(readlinkSync(path), join(copy, name));
    else if (name !== ".cache") symlinkSync(path, join(copy, name));
  }
}
