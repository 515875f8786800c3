import { expect, test, vi } from "vitest";
import { type RowModel, rowModels } from "../rows/row-model.ts";
import { candidateOf, entriesOf, quietHost } from "../trace/samples.ts";
import { Selection } from "./selection.ts";

/** Three rows: a peer, two candidates grouped into one, its leave. */
function started() {
  let isFolding = true;
  const entries = entriesOf([
    { kind: "peer" },
    candidateOf("host"),
    candidateOf("srflx"),
    { kind: "leave" },
  ]);
  const focus = vi.fn();
  const models = (): RowModel[] =>
    rowModels(entries, { isFolding, open: selection.open, startedAtMs: 0, filter: "" });
  const selection: Selection = new Selection(quietHost(), { models, focus });
  const keys = () => models().map(({ key }) => key);
  const group = (isOn: boolean) => {
    isFolding = isOn;
  };
  return { selection, focus, keys, group };
}

/** An event at a row, as the page dispatches it. */
function at(dataKey: string, key = "", preventDefault = () => {}): KeyboardEvent {
  const target = { closest: () => ({ dataset: { key: dataKey } }) };
  return { target, key, preventDefault } as unknown as KeyboardEvent;
}

/** A pointer over a row, at a place in the window. */
function pointer(dataKey: string, clientX: number, clientY: number): PointerEvent {
  return { ...at(dataKey), clientX, clientY } as unknown as PointerEvent;
}

test("the row under the pointer is shown, then the selected row again", () => {
  const { selection } = started();
  selection.click(pointer("entry-1", 5, 20));
  selection.hover(pointer("entry-4", 5, 80));
  expect(selection.shown?.key).toBe("entry-4");
  selection.unhover();
  expect(selection.shown?.key).toBe("entry-1");
});

test("Enter toggles a group", () => {
  const { selection, keys } = started();
  selection.press(at("fold-2", "Enter"));
  expect(keys()).toEqual(["entry-1", "fold-2", "entry-2", "entry-3", "entry-4"]);
  selection.press(at("fold-2", "Enter"));
  expect(keys()).toEqual(["entry-1", "fold-2", "entry-4"]);
});

test("Right opens a group; Left inside the group closes it and selects it", () => {
  const { selection, focus, keys } = started();
  selection.press(at("fold-2", "ArrowRight"));
  selection.press(at("fold-2", "ArrowRight"));
  expect(keys()).toHaveLength(5);
  selection.press(at("entry-3", "ArrowLeft"));
  expect(keys()).toHaveLength(3);
  expect(focus).toHaveBeenLastCalledWith(expect.objectContaining({ key: "fold-2" }));
});

test("the arrow keys move from row to row", () => {
  const { selection, focus } = started();
  selection.press(at("entry-1", "ArrowDown"));
  expect(focus).toHaveBeenLastCalledWith(expect.objectContaining({ key: "fold-2" }));
});

test("[case G3] candidates that are no longer grouped keep the selection", () => {
  const { selection, group } = started();
  selection.click(pointer("fold-2", 5, 50));
  group(false);
  expect(selection.shown?.key).toBe("entry-2");
  expect(selection.pinnedKey).toBe("entry-2");
});

test("[case G3] the group of a selected candidate becomes selected when candidates are grouped", () => {
  const { selection, group } = started();
  group(false);
  selection.click(pointer("entry-3", 5, 50));
  group(true);
  expect(selection.shown?.key).toBe("fold-2");
  expect(selection.pinnedKey).toBe("fold-2");
});

test("[case G3] on a row outside groups, the browser handles the right arrow key and scrolls", () => {
  const { selection } = started();
  const preventDefault = vi.fn();
  selection.press(at("entry-1", "ArrowRight", preventDefault));
  expect(preventDefault).not.toHaveBeenCalled();
  selection.press(at("fold-2", "ArrowRight", preventDefault));
  expect(preventDefault).toHaveBeenCalledOnce();
});

test("[case G3] a row that slides under a resting pointer does not replace the selected one", () => {
  const { selection } = started();
  selection.hover(pointer("entry-1", 5, 20));
  selection.click(pointer("entry-1", 5, 20));
  selection.hover(pointer("entry-4", 5, 20));
  expect(selection.shown?.key).toBe("entry-1");
  selection.hover(pointer("entry-4", 6, 20));
  expect(selection.shown?.key).toBe("entry-4");
});
