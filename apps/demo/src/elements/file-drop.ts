import type { LitElement, ReactiveController } from "lit";

/** Files that are dragged over an element and dropped on it. Anything else is left to the browser. */
export class FileDrop implements ReactiveController {
  readonly #host: LitElement;
  readonly #take: (files: readonly File[]) => void;
  #isOver = false;

  constructor(host: LitElement, take: (files: readonly File[]) => void) {
    this.#host = host;
    this.#take = take;
    host.addController(this);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  hostConnected(): void {
    this.#host.addEventListener("dragover", this.#over);
    this.#host.addEventListener("dragleave", this.#leave);
    this.#host.addEventListener("drop", this.#drop);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener("dragover", this.#over);
    this.#host.removeEventListener("dragleave", this.#leave);
    this.#host.removeEventListener("drop", this.#drop);
  }

  readonly #over = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    this.#set(true);
  };

  /** It is said for every part that is left, too; the whole is left for nothing inside it. */
  readonly #leave = ({ relatedTarget }: DragEvent): void => {
    if (relatedTarget === null) this.#set(false);
  };

  readonly #drop = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    this.#set(false);
    this.#take([...(event.dataTransfer?.files ?? [])]);
  };

  #set(isOver: boolean): void {
    if (this.#isOver === isOver) return;
    this.#isOver = isOver;
    this.#host.requestUpdate();
  }
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes("Files") ?? false;
}
