import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { deadLinks } from "./links.ts";
import { report } from "./report.ts";

const listed = execFileSync(
  "git",
  ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
  {
    encoding: "utf8",
  },
);
/** The generator of the reference creates its anchors. */
const generated = "docs/reference/";
const paths = listed
  .split("\n")
  .filter((path) => path !== "" && existsSync(path) && !path.startsWith(generated));
const documents = paths.map((path) => ({ path, text: readFileSync(path, "utf8") }));
report("links", deadLinks(documents));
