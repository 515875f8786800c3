import { expect, test } from "vitest";
import { readTexts } from "./reading.ts";

function textsOf(path: string, text: string): string[] {
  return readTexts({ path, text }).passages.map(({ line, text }) => `${line}: ${text}`);
}

test("Markdown: paragraphs, headings, list items and cells with their lines; no code and no targets", () => {
  const text = `# Rooms

A **peer** joins
a [room](https://example.org) by \`join()\`.

- one
- two

| rule | effect |
| --- | --- |
| R1 | a reply |

\`\`\`ts
code();
\`\`\`
`;
  expect(textsOf("a.md", text)).toEqual([
    "1: Rooms",
    "3: A peer joins\na room by ``.",
    "6: one",
    "7: two",
    "9: rule",
    "9: effect",
    "11: R1",
    "11: a reply",
  ]);
});

test("Markdown: generated blocks are left out", () => {
  const text = `before

<!-- settings: written by \`npm run documents\` -->

generated

<!-- settings: end -->

after
`;
  expect(textsOf("a.md", text)).toEqual(["1: before", "9: after"]);
});

test("code: comments of each kind with their lines, and no examples", () => {
  const text = `/**
 * Returns the room.
 * @param id - The id of the room.
 * @example
 * whoever(id);
 */
function room(id) {
  // The first line
  // and the second.
  return get(id /* may be empty */); // after code
}
// at the end
`;
  expect(textsOf("a.ts", text)).toEqual([
    "2: Returns the room.",
    "3: The id of the room.",
    "8: The first line\nand the second.",
    "10: may be empty",
    "10: after code",
    "12: at the end",
  ]);
});

test("code: literals, concatenations as one, expressions as code", () => {
  const text = `import one from "two words";
const plain = "a plain text";
const word = "single";
const joined = "a text that " +
  \`has \${count(1, "inner text")} parts\`;
const regular = /not a "text of words"/;
`;
  expect(textsOf("a.ts", text)).toEqual([
    "2: a plain text",
    "3: single",
    "4: a text that \nhas `` parts",
    "5: inner text",
  ]);
});

test("code: a template of HTML is read as a page, one of CSS is not read", () => {
  const text = `const page = html\`<p title="a short title" class="not read">One <b>bold</b> text</p>
<button @click=\${() => this.press()}>Press it now</button>\`;
const style = css\`a { color: red; }\`;
`;
  expect(textsOf("a.ts", text)).toEqual([
    "1: a short title",
    "1: One bold text",
    "2: Press it now",
  ]);
});

test("pages: texts, comments, attributes that people read, and scripts", () => {
  const text = `<!-- A comment. -->
<img alt="A picture" src="a.png">
<script>let script = "a string";</script>
<p>A paragraph.</p>
`;
  expect(textsOf("a.html", text)).toEqual([
    "1: A comment.",
    "2: A picture",
    "4: A paragraph.",
    "3: a string",
  ]);
});

test("settings and scripts: comments that begin with a number sign, also after code", () => {
  const text = `#!/bin/sh
# Starts the
# server.
PORT=1 # after a value
`;
  expect(textsOf("run.sh", text)).toEqual(["2: Starts the\nserver.", "4: after a value"]);
});

test("manifests: the description", () => {
  const text = `{
  "name": "a",
  "description": "A server for rooms."
}`;
  expect(textsOf("package.json", text)).toEqual(["3: A server for rooms."]);
});
