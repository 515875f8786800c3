import type { LitElement, ReactiveController } from "lit";

/** Whether a media query matches; renders an element again when that changes. */
export class Matching implements ReactiveController {
  readonly #host: LitElement;
  readonly #query: MediaQueryList;

  constructor(host: LitElement, query: string) {
    this.#host = host;
    this.#query = matchMedia(query);
    host.addController(this);
  }

  get now(): boolean {
    return this.#query.matches;
  }

  hostConnected(): void {
    this.#query.addEventListener("change", this.#update);
  }

  hostDisconnected(): void {
    this.#query.removeEventListener("change", this.#update);
  }

  readonly #update = (): void => this.#host.requestUpdate();
}
