import { expect, test } from "vitest";
import { countsOf, lineDiff, withoutUnchanged } from "./line-diff.ts";

const before = ["v=0", "s=-", "t=0 0", "a=group:BUNDLE 0", "m=audio 9", "a=mid:0", "a=sendrecv"];
const after = [...before.slice(0, 6), "a=inactive", "m=video 9"];

/** The lines with the mark of their change. */
function marked(lines: ReturnType<typeof withoutUnchanged>): string[] {
  const marks = { added: "+", removed: "-", same: " " };
  return lines.map((line) =>
    line.change === "gap" ? `(${line.count})` : `${marks[line.change]}${line.text}`,
  );
}

const compared = lineDiff(before.join("\r\n"), `${after.join("\n")}\n`) ?? [];

test("added, removed and unchanged lines are marked, whatever ends a line", () => {
  expect(marked(compared)).toEqual([
    ...before.slice(0, 6).map((line) => ` ${line}`),
    "-a=sendrecv",
    "+a=inactive",
    "+m=video 9",
  ]);
  expect(countsOf(compared)).toEqual({ added: 2, removed: 1, same: 6 });
});

test("unchanged lines are left out, except near a change", () => {
  expect(marked(withoutUnchanged(compared))).toEqual([
    "(4)",
    " m=audio 9",
    " a=mid:0",
    "-a=sendrecv",
    "+a=inactive",
    "+m=video 9",
  ]);
});

test("the first line of each media section is kept", () => {
  const lines = ["v=0", "m=audio 9", "a=mid:0", "m=video 9", "a=mid:1"];
  const same = lineDiff(lines.join("\n"), lines.join("\n")) ?? [];
  expect(countsOf(same)).toMatchObject({ added: 0, removed: 0 });
  expect(marked(withoutUnchanged(same))).toEqual(["(1)", " m=audio 9", "(1)", " m=video 9", "(1)"]);
});

test("texts that have nothing in common are not compared", () => {
  const text = (mark: string) => Array.from({ length: 3_000 }, (_, i) => `${mark}${i}`).join("\n");
  expect(lineDiff(text("a"), text("b"))).toBeUndefined();
});
