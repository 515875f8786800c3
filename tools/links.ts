import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path/posix";

/** A document of the repository, by its path from the root. */
export interface Document {
  readonly path: string;
  readonly text: string;
}

/** A document on the page of a registry, which has no other files. */
const published = /^packages\/[^/]+\/README\.md$/;

/** Returns broken links. External addresses are not checked. */
export function deadLinks(documents: readonly Document[]): string[] {
  return documents.flatMap(({ path, text }) =>
    linksIn(text)
      .filter((link) => !/^[a-z]+:/.test(link))
      .map((link) => problemOf(path, link))
      .filter((problem) => problem !== undefined)
      .map((problem) => `${path}: ${problem}`),
  );
}

function linksIn(text: string): string[] {
  const prose = text.replaceAll(/```.*?```/gs, "").replaceAll(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link as string);
}

function problemOf(path: string, link: string): string | undefined {
  const [target = "", anchor] = link.split("#");
  if (published.test(path) && target !== "") return `${link} leads out of a published README`;
  const file = target === "" ? path : join(dirname(path), target);
  if (!existsSync(file)) return `${link} leads nowhere`;
  if (anchor === undefined || statSync(file).isDirectory()) return undefined;
  return anchorsIn(readFileSync(file, "utf8")).has(anchor) ? undefined : `${link} names no heading`;
}

/** Returns the anchors of headings, in the notation of GitHub. */
function anchorsIn(text: string): Set<string> {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading as string);
  return new Set(headings.map(anchorOf));
}

function anchorOf(heading: string): string {
  const words = heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, "");
  return words.trim().replaceAll(/\s/g, "-");
}
