import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readTexts } from "./prose/reading.ts";
import { type Problem, problemsIn } from "./prose/rules.ts";
import { misspellings } from "./prose/spelling.ts";
import { filesToCheck, staleEntries } from "./prose/tracked-files.ts";
import { report } from "./report.ts";

const { values, positionals } = parseArgs({
  options: { all: { type: "boolean", default: false } },
  allowPositionals: true,
});
const paths = filesToCheck(".", { isComplete: values.all, pathspecs: positionals });
// cspell is a process of its own, so both checks run at the same time.
const misspelled = misspellings(paths);
const problems = paths.flatMap((path) =>
  problemsIn(path, readTexts({ path, text: readFileSync(path, "utf8") })),
);
const byPlace = (one: Problem, other: Problem) =>
  one.path === other.path ? one.line - other.line : one.path < other.path ? -1 : 1;
const sorted = [...problems, ...(await misspelled)].sort(byPlace);
report("prose", [
  ...sorted.map(({ path, line, text }) => `${path}:${line}: ${text}`),
  ...staleEntries("."),
]);
