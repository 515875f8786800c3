import type { ReactiveControllerHost } from "lit";
import { type RowModel, rowWith } from "../rows/row-model.ts";
import type { Trace } from "../trace/trace.ts";
import { commandOf } from "./keyboard.ts";

interface Rows {
  readonly models: () => readonly RowModel[];
  /** Moves the focus to a row, once it is drawn. */
  readonly focus: (model: RowModel) => void;
}

/** The selected row, and the groups of candidates that are expanded. */
export class Selection {
  readonly #host: ReactiveControllerHost;
  readonly #rows: Rows;
  readonly open = new Set<number>();
  #trace: Trace | undefined;
  #pinnedKey: string | undefined;
  #hoveredKey: string | undefined;
  #lastKey: string | undefined;
  #pointer: { readonly x: number; readonly y: number } | undefined;

  constructor(host: ReactiveControllerHost, rows: Rows) {
    this.#host = host;
    this.#rows = rows;
  }

  /** The key of the row that was clicked or has the focus: it stays when the pointer moves away. */
  get pinnedKey(): string | undefined {
    return rowWith(this.#rows.models(), this.#pinnedKey)?.key;
  }

  /** The row whose details are shown. */
  get shown(): RowModel | undefined {
    const models = this.#rows.models();
    return (
      rowWith(models, this.#hoveredKey) ??
      rowWith(models, this.#pinnedKey) ??
      rowWith(models, this.#lastKey)
    );
  }

  /** A selection belongs to one trace. */
  within(trace: Trace): void {
    if (trace === this.#trace) return;
    this.#trace = trace;
    this.open.clear();
    this.#pinnedKey = this.#hoveredKey = this.#lastKey = undefined;
  }

  readonly hover = (event: PointerEvent): void => {
    // When rows are added, others slide under a pointer that does not move.
    if (!this.#moveTo(event)) return;
    this.#hoveredKey = keyAt(event);
    this.#lastKey = this.#hoveredKey ?? this.#lastKey;
    this.#host.requestUpdate();
  };

  readonly unhover = (): void => {
    this.#hoveredKey = undefined;
    this.#host.requestUpdate();
  };

  /** The row that the keyboard moves to is shown, wherever the pointer rests. */
  readonly focus = (event: Event): void => {
    this.#pinnedKey = keyAt(event) ?? this.#pinnedKey;
    this.#hoveredKey = undefined;
    this.#host.requestUpdate();
  };

  readonly click = (event: MouseEvent): void => {
    this.#moveTo(event);
    const key = keyAt(event);
    this.#pinnedKey = key ?? this.#pinnedKey;
    this.#toggle(this.#rows.models().find((model) => model.key === key));
  };

  readonly press = (event: KeyboardEvent): void => {
    const models = this.#rows.models();
    const index = models.findIndex(({ key }) => key === keyAt(event));
    const command = index < 0 ? undefined : commandOf(event.key, { index, count: models.length });
    if (!command || event.ctrlKey || event.metaKey || event.altKey) return;
    // On other rows, the left and the right arrow key scroll a diagram that is wider than the view.
    if ((command.type === "open" || command.type === "close") && !isGroup(models[index])) return;
    event.preventDefault();
    if (command.type === "go") this.#goTo(models[command.index]);
    else if (command.type === "close") this.#close(index);
    else this.#toggle(models[index], command.type === "open" ? true : undefined);
  };

  /** Remembers where the pointer is, and returns whether it moved. */
  #moveTo({ clientX: x, clientY: y }: MouseEvent): boolean {
    const hasMoved = x !== this.#pointer?.x || y !== this.#pointer.y;
    this.#pointer = { x, y };
    return hasMoved;
  }

  /** From a row inside a group, the focus moves to the group. */
  #close(index: number): void {
    const models = this.#rows.models();
    const row = models[index]?.row;
    if (row?.type === "entry" && !row.isMember) return;
    const fold = models.slice(0, index + 1).findLast((model) => model.row.type === "fold");
    if (!fold) return;
    this.#toggle(fold, false);
    this.#goTo(fold);
  }

  #goTo(model: RowModel | undefined): void {
    if (model) this.#rows.focus(model);
  }

  #toggle(model: RowModel | undefined, isOpen?: boolean): void {
    this.#host.requestUpdate();
    if (model?.row.type !== "fold") return;
    const { id } = model.row.entry;
    if (isOpen ?? !this.open.has(id)) this.open.add(id);
    else this.open.delete(id);
  }
}

function isGroup(model: RowModel | undefined): boolean {
  return model?.row.type === "fold" || (model?.row.type === "entry" && model.row.isMember);
}

function keyAt(event: Event): string | undefined {
  const row = (event.target as Element).closest<HTMLElement>(".row");
  return row?.dataset["key"];
}
