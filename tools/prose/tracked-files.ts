import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path/posix";

/** Files and folders whose texts are not converted to the writing style yet, as pathspecs of git. */
const notYetFile = "tools/prose/not-yet.json";

/** Generated texts are checked at their source. The files of this check contain the phrases that it forbids. */
const exempt = [
  "docs/reference/",
  "package-lock.json",
  "LICENSE",
  "cspell.json",
  "packages/*/LICENSE",
  "tools/prose/word-list.ts",
  "tools/prose/*.test.ts",
];

const isText =
  /\.(?:[cm]?[jt]s|md|html|svg|json|env|ya?ml|sh|py|conf|cfg|service|css|npmrc|gitignore|dockerignore)$|(?:^|\/)(?:Dockerfile|run)$/;

interface Selection {
  /** Adds the files that are not converted yet. */
  readonly isComplete?: boolean;
  /** Only these files and folders, converted or not. */
  readonly pathspecs?: readonly string[];
}

/** Returns the files to check, by their paths from the root of the repository. */
export function filesToCheck(root: string, { isComplete, pathspecs = [] }: Selection): string[] {
  const isEverything = isComplete || pathspecs.length > 0;
  const excluded = [...exempt, ...(isEverything ? [] : notYet(root))];
  const included = pathspecs.length > 0 ? pathspecs : ["."];
  const paths = listed(root, [...included, ...excluded.map((spec) => `:(exclude,glob)${spec}`)]);
  return paths.filter((path) => isText.test(path) && existsSync(join(root, path)));
}

/** Returns a problem for each entry of the list of files not converted yet that names no file. */
export function staleEntries(root: string): string[] {
  return notYet(root)
    .filter((pathspec) => listed(root, [`:(glob)${pathspec}`]).length === 0)
    .map((pathspec) => `${notYetFile}:1: "${pathspec}" names no file; remove it`);
}

function notYet(root: string): string[] {
  const path = join(root, notYetFile);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as string[]) : [];
}

function listed(root: string, pathspecs: readonly string[]): string[] {
  const options = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"];
  const output = execFileSync("git", [...options, ...pathspecs], { cwd: root, encoding: "utf8" });
  return [...new Set(output.split("\0").filter((path) => path !== ""))];
}
