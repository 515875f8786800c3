import type { ReactiveControllerHost } from "lit";
import type { RowModel } from "../model/row-model.ts";
import type { Trace } from "../trace/trace.ts";
import { commandOf } from "./keyboard.ts";

interface Rows {
  readonly models: () => readonly RowModel[];
  /** Moves the focus to a row, once it is drawn. */
  readonly focus: (model: RowModel) => void;
}

/** Which row is looked at, and which folds are open. */
export class Selection {
  readonly #host: ReactiveControllerHost;
  readonly #rows: Rows;
  readonly open = new Set<number>();
  #trace: Trace | undefined;
  #pinnedKey: string | undefined;
  #hoveredKey: string | undefined;
  #lastKey: string | undefined;

  constructor(host: ReactiveControllerHost, rows: Rows) {
    this.#host = host;
    this.#rows = rows;
  }

  /** The row that was clicked or has the focus: it stays when the pointer goes away. */
  get pinnedKey(): string | undefined {
    return this.#pinnedKey;
  }

  /** The row whose details are shown. */
  get shown(): RowModel | undefined {
    const byKey = (wanted: string | undefined) =>
      this.#rows.models().find(({ key }) => key === wanted);
    return byKey(this.#hoveredKey) ?? byKey(this.#pinnedKey) ?? byKey(this.#lastKey);
  }

  /** What was selected in one trace is not there in another. */
  within(trace: Trace): void {
    if (trace === this.#trace) return;
    this.#trace = trace;
    this.open.clear();
    this.#pinnedKey = this.#hoveredKey = this.#lastKey = undefined;
  }

  readonly hover = (event: Event): void => {
    this.#hoveredKey = keyAt(event);
    this.#lastKey = this.#hoveredKey ?? this.#lastKey;
    this.#host.requestUpdate();
  };

  readonly unhover = (): void => {
    this.#hoveredKey = undefined;
    this.#host.requestUpdate();
  };

  /** A row that the keyboard leads to is what its user looks at, wherever the pointer rests. */
  readonly focus = (event: Event): void => {
    this.#pinnedKey = keyAt(event) ?? this.#pinnedKey;
    this.#hoveredKey = undefined;
    this.#host.requestUpdate();
  };

  readonly click = (event: Event): void => {
    const key = keyAt(event);
    this.#pinnedKey = key ?? this.#pinnedKey;
    this.#toggle(this.#rows.models().find((model) => model.key === key));
  };

  readonly press = (event: KeyboardEvent): void => {
    const models = this.#rows.models();
    const index = models.findIndex(({ key }) => key === keyAt(event));
    const command = index < 0 ? undefined : commandOf(event.key, { index, count: models.length });
    if (!command || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (command.type === "go") this.#goTo(models[command.index]);
    else if (command.type === "close") this.#close(index);
    else this.#toggle(models[index], command.type === "open" ? true : undefined);
  };

  /** A row inside a fold leads back to the fold. */
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

function keyAt(event: Event): string | undefined {
  const row = (event.target as Element).closest<HTMLElement>(".row");
  return row?.dataset["key"];
}
