import { beforeEach } from "vitest";

/** Skips the tests of the scope if a program is missing, and fails in CI. */
export function useProgram(name: string, variable: string, find: () => string | undefined): void {
  const missing = `there is no ${name}: install it, or set ${variable} to where it is`;
  const isHere = find() !== undefined;
  beforeEach(({ skip }) => {
    if (!isHere && process.env["CI"]) throw new Error(missing);
    skip(!isHere, missing);
  });
}
