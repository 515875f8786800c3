import { expect, test } from "vitest";
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

function attack(...parameters: readonly string[]): Promise<Outcome> {
  return runByHand("testing/attack/run.ts", ...parameters);
}

test("the server withstands every attack, and two healthy peers are not affected", {
  timeout: 600_000,
}, async () => {
  const { code, output, said } = await attack("--json", "--short", "--patience", patience);
  const { rows } = JSON.parse(output) as Results;
  const missed = rows.flatMap(({ attack: { name }, verdicts }) =>
    verdicts.flatMap(({ figures }) =>
      figures
        .filter(({ held }) => !held)
        .map((figure) => `${name}: ${figure.name} ${figure.value}`),
    ),
  );
  expect(missed.join("\n"), said).toBe("");
  expect(rows).toHaveLength(12);
  expect(code).toBe(0);
});

test("another machine is not attacked without confirmation", { timeout: 120_000 }, async () => {
  for (const target of ["https://example.com", "http://127.0.0.1.example.com", "http://10.0.0.1"]) {
    const { code, output, said } = await attack("--target", target);
    expect([code, output]).toEqual([1, ""]);
    expect(said).toContain("that is another machine");
  }
  expect((await attack("--only", "nothing")).said).toContain("expected some of malformed-frames");
});
