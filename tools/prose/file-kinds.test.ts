import { expect, test } from "vitest";
import { readTexts } from "./reading.ts";
import { problemsIn } from "./rules.ts";

/** A place of a text, by the file that has it. `TEXT` stands in the fourth line. */
const places: readonly (readonly [place: string, path: string, content: string])[] = [
  ["a paragraph of Markdown", "docs/a.md", "# A\n\nOne.\nTEXT\n"],
  ["a table of Markdown", "docs/a.md", "\n| a |\n| --- |\n| TEXT |\n"],
  ["a picture of Markdown", "docs/a.md", "\n\n\n![TEXT](a.png)\n"],
  ["HTML in Markdown", "docs/a.md", "\n\n\n<details><summary>TEXT</summary></details>\n"],
  ["a comment of an example in Markdown", "docs/a.md", "\n\n```ts\n// TEXT\n```\n"],
  ["a comment of settings in Markdown", "docs/a.md", "\n\n```sh\n# TEXT\n```\n"],
  ["a page in Markdown", "docs/a.md", "\n\n```html\n<p>TEXT</p>\n```\n"],
  ["a line comment", "a.ts", "\n\n\n// TEXT\n"],
  ["a comment after code", "a.ts", "\n\n\nconst a = 1; // TEXT\n"],
  ["a block comment", "a.cjs", "\n\n/*\n TEXT */\n"],
  ["a docstring", "a.ts", "\n\n/**\n * TEXT\n */\n"],
  ["an example in a docstring", "a.ts", "/**\n * @example\n * ```ts\n * // TEXT\n * ```\n */\n"],
  ["a string", "a.ts", "\n\n\nconst a = 'TEXT';\n"],
  ["a template", "a.js", "\n\n\nconst a = `$" + "{b} ends. TEXT`;\n"],
  ["an error", "a.ts", '\n\n\nthrow new Error("TEXT");\n'],
  ["the title of a test", "a.test.ts", '\n\n\ntest("[O1] TEXT", () => {});\n'],
  ["the title of a table of tests", "a.test.ts", '\n\n\ntest.each([1])("[case K5] TEXT", f);\n'],
  ["a template of HTML", "a.ts", "\n\n\nconst a = html`<p>TEXT</p>`;\n"],
  ["a label in a template", "a.ts", '\n\n\nconst a = html`<p aria-label="TEXT"></p>`;\n'],
  ["a template of SVG", "a.ts", "\n\n\nconst a = svg`<text x=1>TEXT</text>`;\n"],
  ["a comment in a template of CSS", "a.ts", "\n\n\nconst a = css`/* TEXT */`;\n"],
  ["a page", "a.html", "\n\n\n<p>TEXT</p>\n"],
  ["an attribute of a page", "a.html", '\n\n\n<img alt="TEXT" />\n'],
  ["a description in a page", "a.html", '\n\n\n<p aria-description="TEXT"></p>\n'],
  ["a comment of a page", "a.html", "\n\n\n<!-- TEXT -->\n"],
  ["a script in a page", "a.html", "\n\n<script>\n// TEXT\n</script>\n"],
  [
    "a string of a script in a page",
    "a.html",
    '\n\n<script type="module">\nsay("TEXT");\n</script>',
  ],
  ["a style in a page", "a.html", "\n\n<style>\n/* TEXT */\n</style>\n"],
  ["a picture", "a.svg", "\n\n\n<title>TEXT</title>\n"],
  ["a style sheet", "a.css", "\n\n\n/* TEXT */\n"],
  ["settings", "config/a.env", "\n\nPORT=1\n# TEXT\n"],
  ["the configuration of a program", "deploy/a.cfg", "\n\nmode http\n# TEXT\n"],
  ["a comment of YAML", "a.yaml", "\n\na: 1\n# TEXT\n"],
  ["a comment after a value", "a.yml", "\n\n\na: 1 # TEXT\n"],
  ["a value of YAML", "a.yml", "\n\nsteps:\n  - name: TEXT\n"],
  ["a quoted value of YAML", "a.yml", '\n\nsteps:\n  - name: "TEXT"\n'],
  ["a shell script", "a.sh", "\n\n\n# TEXT\n"],
  ["a text that a shell script prints", "a.sh", '\n\n\necho "TEXT"\n'],
  ["a script without an extension", ".ci/run", "\n\n\n# TEXT\n"],
  ["a comment of Python", "a.py", "\n\n\na = 1  # TEXT\n"],
  ["a docstring of Python", "a.py", '\n\n\n"""TEXT"""\n'],
  ["a later line of a docstring of Python", "a.py", '\n\n"""One.\nTEXT"""\n'],
  ["a string of Python", "a.py", '\n\n\nsay(f"TEXT")\n'],
  ["a container", "deploy/Dockerfile", "\n\n\n# TEXT\n"],
  ["a manifest", "package.json", '{\n\n\n"description": "TEXT"\n}\n'],
  ["a list in JSON", "a.json", '[\n\n\n"TEXT"\n]\n'],
];

const faults = [
  ["The server accepts whoever asks", '"whoever"'],
  ["Nobody is admitted without a token", '"admitted"'],
  ["Who is kicked leaves the room", "begins with the clause"],
  ["What follows is never read", "begins with the clause"],
] as const;

test.each(places)("%s is checked", (_, path, content) => {
  for (const [text, problem] of faults) {
    const file = { path, text: content.replace("TEXT", text) };
    expect(problemsIn(path, readTexts(file))).toEqual([
      { path, line: 4, text: expect.stringContaining(problem) },
    ]);
  }
});

test.each(places)("%s may contain an ordinary text", (_, path, content) => {
  const file = { path, text: content.replace("TEXT", "The server knows who may connect") };
  expect(problemsIn(path, readTexts(file))).toEqual([]);
});
