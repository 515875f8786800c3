import { nearestName } from "./nearest-name.ts";

/** A shorter name is too often one of another program: npm sets `NODE`, which is similar to `MODE`. */
const minLetters = 7;

/**
 * Returns a line for each variable of the environment that differs from one of the `variables` by at most one mistake.
 * The environment belongs to other programs as well, so this is a warning and not an error.
 */
export function misspelledVariables(
  environment: Readonly<Record<string, string | undefined>>,
  variables: readonly string[],
): string[] {
  return Object.keys(environment)
    .filter((name) => name.length >= minLetters && !variables.includes(name))
    .flatMap((name) => {
      const spelled = name.toUpperCase();
      const comparable = variables.filter((variable) => isComparable(spelled, variable));
      const similar = nearestName(name, comparable, 1);
      if (similar === undefined) return [];
      return `The environment variable ${name} is not a setting; did you mean ${similar}? See --help.`;
    });
}

/** One mistake leaves the first or the last letter. The full comparison of all names would delay the start. */
function isComparable(name: string, variable: string): boolean {
  return (
    Math.abs(name.length - variable.length) <= 1 &&
    (name[0] === variable[0] || name.at(-1) === variable.at(-1))
  );
}
