import { readFileSync } from "node:fs";
import type { Subject } from "./subjects.ts";

const page = (name: string) => new URL(`pages/${name}`, import.meta.url);

export interface File {
  readonly type: string;
  readonly content: Buffer | string;
}

/** Files by their path; read once, so that no round waits for the disk. */
export function siteFiles(subjects: readonly Subject[]): ReadonlyMap<string, File> {
  return new Map([["/probe.js", script(page("probe.js"))], ...subjects.flatMap(filesOf)]);
}

function filesOf(subject: Subject): [string, File][] {
  const { page: name, script: library } = subject;
  const files: [string, File][] = [
    [`/${name}`, { type: "text/html", content: htmlOf(subject) }],
    [`/${name}.js`, script(page(`${name}.js`))],
  ];
  if (library) files.push([`/${name}-library.js`, script(new URL(library))]);
  return files;
}

const script = (url: URL): File => ({ type: "text/javascript", content: readFileSync(url) });

const htmlOf = ({ page, script: library }: Subject) => `<!doctype html>
<title>${page}</title>
<link rel="icon" href="data:," />
<script src="/probe.js"></script>
${library ? `<script src="/${page}-library.js"></script>` : ""}
<script type="module" src="/${page}.js"></script>
`;
