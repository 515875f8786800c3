import type { NameOf } from "./names.ts";

/** The label of a row of the diagram. */
export interface Label {
  readonly main: string;
  readonly soft?: string;
}

/** The names and the masking that the words of a row depend on. */
export interface Words {
  readonly nameOf: NameOf;
  /** Hides addresses, unless the user chose to show them. */
  readonly mask: (text: string) => string;
}
