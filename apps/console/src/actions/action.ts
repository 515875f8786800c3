/** A change that an administrator confirms in a dialog. */
export interface Action {
  readonly title: string;
  /** The effect, as one or two sentences. */
  readonly text: string;
  /** The text of the button. */
  readonly label: string;
  readonly isDangerous: boolean;
  /** The input that the dialog asks for. */
  readonly field?: "notice" | "duration";
  /** Performs the action, and resolves with its result as a sentence. Rejects with an `ApiError`. */
  readonly perform: (values: ActionValues) => Promise<string>;
}

export interface ActionValues {
  /** The text of a notice. */
  readonly text: string;
  /** The duration of a ban. */
  readonly seconds: number;
}

/** Asks the page to show the dialog of an action. */
export function requestAction(element: HTMLElement, action: Action): void {
  element.dispatchEvent(
    new CustomEvent<Action>("action", { detail: action, bubbles: true, composed: true }),
  );
}

/** The durations of a ban that can be chosen. */
export const durations: readonly (readonly [seconds: number, name: string])[] = [
  [600, "10 minutes"],
  [3_600, "1 hour"],
  [86_400, "1 day"],
  [604_800, "1 week"],
  [31_536_000, "1 year"],
];
