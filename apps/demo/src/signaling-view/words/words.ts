import type { NameOf } from "./names.ts";

/** What is written at a row of the diagram. */
export interface Label {
  readonly main: string;
  readonly soft?: string;
}

/** What the words of a row depend on. */
export interface Words {
  readonly nameOf: NameOf;
  /** Hides addresses, if they are to be hidden. */
  readonly mask: (text: string) => string;
}
