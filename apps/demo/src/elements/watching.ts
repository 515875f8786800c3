import type { LitElement, ReactiveController } from "lit";
import type { Unsubscribe, Watchable } from "../watchable.ts";

/** Renders an element again whenever what it shows has changed. */
export class Watching implements ReactiveController {
  readonly #host: LitElement;
  readonly #targets: () => readonly (Watchable | undefined)[];
  #watched: readonly (Watchable | undefined)[] = [];
  #offs: Unsubscribe[] = [];

  constructor(host: LitElement, targets: () => readonly (Watchable | undefined)[]) {
    this.#host = host;
    this.#targets = targets;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    const targets = this.#targets();
    if (targets.every((target, index) => target === this.#watched[index])) return;
    this.#stop();
    this.#watched = targets;
    this.#offs = targets.map((target) => target?.watch(() => this.#host.requestUpdate()) ?? noOff);
  }

  hostDisconnected(): void {
    this.#stop();
  }

  #stop(): void {
    for (const off of this.#offs) off();
    this.#offs = [];
    this.#watched = [];
  }
}

function noOff(): void {}
