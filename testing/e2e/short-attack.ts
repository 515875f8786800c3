import { expect } from "vitest";
import { type Outcome, runByHand } from "../kit/command.ts";

interface Results {
  readonly rows: readonly {
    readonly attack: { readonly name: string };
    readonly verdicts: readonly { readonly held: boolean; readonly figures: readonly Figure[] }[];
  }[];
}

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly held: boolean;
}

/** Durations are not checked, because the machine may be busy. They are part of the report of a manual run. */
const patience = "20";

export function attack(...parameters: readonly string[]): Promise<Outcome> {
  return runByHand("testing/attack/run.ts", ...parameters);
}

/** Runs a short attack. Expects that the server withstands all parts of it. */
export async function expectHeld(count: number, ...parameters: readonly string[]): Promise<void> {
  const options = ["--json", "--short", "--patience", patience, ...parameters];
  const { code, output, said } = await attack(...options);
  const { rows } = JSON.parse(output) as Results;
  const missed = rows.flatMap(({ attack: { name }, verdicts }) =>
    verdicts.flatMap(({ figures }) =>
      figures
        .filter(({ held }) => !held)
        .map((figure) => `${name}: ${figure.name} ${figure.value}`),
    ),
  );
  expect(missed.join("\n"), said).toBe("");
  expect(rows).toHaveLength(count);
  expect(code).toBe(0);
}
