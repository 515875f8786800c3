import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { differingTypes } from "./wire-types.ts";

/** Compares the type `Greeting` of a document with that of a module. */
function compared(document: string, code: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), "wire-types-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "code.ts");
  writeFileSync(path, code);
  const blocks = `# Title\n\n\`\`\`ts\n${document}\n\`\`\`\n`;
  return differingTypes(blocks, [{ described: "Greeting", path, name: "Greeting" }]);
}

test("readonly, interfaces, the order of keys and error codes make no difference", () => {
  const document = `
    type Greeting = { to?: string | null; names: string[]; by: { [id: string]: Who }; code: string };
    interface Who { id: string }`;
  const code = `
    type Code = "internal" | "forbidden";
    interface Base { readonly code: Code; readonly to?: string | null | undefined }
    export interface Greeting extends Base {
      readonly names: readonly string[];
      readonly by: Readonly<Record<string, Pick<Base & { readonly id: string }, "id">>>;
    }`;
  expect(compared(document, code)).toEqual([]);
});

test("another key, another type and another optionality are found", () => {
  const document = "interface Greeting { a: string; b: number; c?: boolean }";
  const code = "export interface Greeting { a: string; b: string; c: boolean; d: null }";
  expect(compared(document, code)).toEqual([
    "Greeting: only in PROTOCOL.md: b: number",
    "Greeting: only in PROTOCOL.md: c?: false | true",
    "Greeting: only in the code: b: string",
    "Greeting: only in the code: c: false | true",
    "Greeting: only in the code: d: null",
  ]);
});

test("a parameter of a function counts, and so does each overload", () => {
  const document = "interface Greeting { say(text: string, done?: () => void): void }";
  const code = "export interface Greeting { say(text: string): void; say(text: number): void }";
  expect(compared(document, code)).toEqual([
    "Greeting: only in PROTOCOL.md: say: (text: string, done?: () => void) => void",
    "Greeting: only in the code: say: (text: number) => void & (text: string) => void",
  ]);
});

test("a block that does not compile and a missing type are found", () => {
  const code = "export interface Greeting { a: string }";
  expect(compared("interface Greeting { a: Missing }", code)).toEqual([
    "PROTOCOL.md: Cannot find name 'Missing'.",
  ]);
  expect(compared("interface Other { a: string }", code)).toEqual([
    "PROTOCOL.md: no type `Greeting`",
  ]);
  expect(compared("interface Greeting { a: string }", "export {}")).toEqual([
    expect.stringMatching(/code\.ts: no type `Greeting`$/),
  ]);
});
