import { brokenLaws } from "./layers.ts";
import { report } from "./report.ts";
import { readSources, workspaceFolders } from "./sources.ts";

report("layers", brokenLaws(readSources(workspaceFolders())));
