import { readFileSync } from "node:fs";
import { report } from "./report.ts";
import { looseRules } from "./rules.ts";
import { isTest, readSources } from "./sources.ts";

const tests = readSources(["packages", "testing/e2e"]).filter(({ path }) => isTest(path));
const texts = tests.map(({ path }) => readFileSync(path, "utf8"));
report("rules", looseRules(readFileSync("PROTOCOL.md", "utf8"), texts));
