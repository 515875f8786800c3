import { expect, test, vi } from "vitest";
import { type RowModel, rowModels } from "../model/row-model.ts";
import { candidateOf, entriesOf, quietHost } from "../testing.ts";
import { Selection } from "./selection.ts";

/** Three rows: a hello, two candidates folded into one, a bye. */
function started() {
  const entries = entriesOf([
    { kind: "peer" },
    candidateOf("host"),
    candidateOf("srflx"),
    { kind: "leave" },
  ]);
  const focus = vi.fn();
  const models = (): RowModel[] =>
    rowModels(entries, { isFolding: true, open: selection.open, startedAtMs: 0, filter: "" });
  const selection: Selection = new Selection(quietHost(), { models, focus });
  const keys = () => models().map(({ key }) => key);
  return { selection, focus, keys };
}

/** What happens at a row, as the page tells it. */
function at(dataKey: string, key = ""): KeyboardEvent {
  const target = { closest: () => ({ dataset: { key: dataKey } }) };
  return { target, key, preventDefault: () => {} } as unknown as KeyboardEvent;
}

test("what is pointed at is shown, then what was chosen again", () => {
  const { selection } = started();
  selection.click(at("entry-1"));
  selection.hover(at("entry-4"));
  expect(selection.shown?.key).toBe("entry-4");
  selection.unhover();
  expect(selection.shown?.key).toBe("entry-1");
});

test("Enter opens a fold and closes it again", () => {
  const { selection, keys } = started();
  selection.press(at("fold-2", "Enter"));
  expect(keys()).toEqual(["entry-1", "fold-2", "entry-2", "entry-3", "entry-4"]);
  selection.press(at("fold-2", "Enter"));
  expect(keys()).toEqual(["entry-1", "fold-2", "entry-4"]);
});

test("Right opens a fold, Left inside it closes it and goes back to it", () => {
  const { selection, focus, keys } = started();
  selection.press(at("fold-2", "ArrowRight"));
  selection.press(at("fold-2", "ArrowRight"));
  expect(keys()).toHaveLength(5);
  selection.press(at("entry-3", "ArrowLeft"));
  expect(keys()).toHaveLength(3);
  expect(focus).toHaveBeenLastCalledWith(expect.objectContaining({ key: "fold-2" }));
});

test("the arrow keys go from row to row", () => {
  const { selection, focus } = started();
  selection.press(at("entry-1", "ArrowDown"));
  expect(focus).toHaveBeenLastCalledWith(expect.objectContaining({ key: "fold-2" }));
});
