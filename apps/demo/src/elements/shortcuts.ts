import type { ReactiveController, ReactiveControllerHost } from "lit";
import { rememberedShortcuts } from "../page/remembered.ts";

/** Single keys that do something, while nothing is being typed and no dialog is open. */
export class Shortcuts implements ReactiveController {
  readonly #acts: Readonly<Record<string, () => void>>;
  #areOn = rememberedShortcuts.areOn();

  constructor(host: ReactiveControllerHost, acts: Readonly<Record<string, () => void>>) {
    this.#acts = acts;
    host.addController(this);
  }

  get areOn(): boolean {
    return this.#areOn;
  }

  turn(isOn: boolean): void {
    this.#areOn = isOn;
    rememberedShortcuts.turn(isOn);
  }

  hostConnected(): void {
    window.addEventListener("keydown", this.#listen);
  }

  hostDisconnected(): void {
    window.removeEventListener("keydown", this.#listen);
  }

  readonly #listen = (event: KeyboardEvent): void => {
    const isChord = event.ctrlKey || event.metaKey || event.altKey;
    if (!this.#areOn || isChord || event.defaultPrevented || isTaken(event)) return;
    const act = Object.hasOwn(this.#acts, event.key) ? this.#acts[event.key] : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  };
}

/** Keys belong to a field that is being typed into, and to an open dialog. */
function isTaken(event: KeyboardEvent): boolean {
  return event
    .composedPath()
    .some(
      (target) =>
        target instanceof Element && target.matches("input, select, textarea, dialog[open]"),
    );
}
