import type { ReactiveControllerHost } from "lit";

/** Puts a text on the clipboard, and remembers for a moment how that went. */
export class Copying {
  readonly #host: ReactiveControllerHost;
  #text: string | undefined;
  #state: "yes" | "failed" = "yes";

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  answer(text: string): string {
    if (text !== this.#text) return "Copy";
    return this.#state === "yes" ? "Copied" : "Select the text to copy it";
  }

  /** Pages that do not come over HTTPS have no clipboard. */
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
