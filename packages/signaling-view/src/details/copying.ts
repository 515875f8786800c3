import type { ReactiveControllerHost } from "lit";

/** Copies a text to the clipboard, and shows for a moment whether that worked. */
export class Copying {
  readonly #host: ReactiveControllerHost;
  #text: string | undefined;
  #state: "yes" | "failed" = "yes";

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  answer(text: string): string {
    if (text !== this.#text) return "Copy";
    return this.#state === "yes" ? "Copied" : "Copy the text by hand";
  }

  /** Browsers have no clipboard for pages that are loaded over plain HTTP. */
  async copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.#state = "yes";
    } catch {
      this.#state = "failed";
    }
    this.#text = text;
    this.#host.requestUpdate();
    setTimeout(() => this.#forget(text), 2_500);
  }

  #forget(text: string): void {
    if (this.#text === text) this.#text = undefined;
    this.#host.requestUpdate();
  }
}
