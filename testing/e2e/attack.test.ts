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
const patience = "100";

function attack(...parameters: readonly string[]): Promise<Outcome> {
  return runByHand("testing/attack/run.ts", ...parameters);
}

/** The attacks that wait for timers of the server most of the time. They run beside the others, at a server of their own. */
const patientAttacks = ["silent-holders", "slow-heads", "stalled-readers"];
const otherAttacks = [
  "malformed-frames",
  "nesting",
  "names",
  "oversize",
  "message-flood",
  "connection-flood",
  "json-web-tokens",
  "origins",
  "brute-force",
];

test.concurrent.each([{ only: patientAttacks }, { only: otherAttacks }])(
  "the server withstands the attacks $only, and two healthy peers are not affected",
  {
    timeout: 600_000,
  },
  async ({ only }) => {
    const short = ["--short", "--seconds", "2", "--patience", patience];
    const { code, output, said } = await attack("--json", ...short, "--only", only.join());
    const { rows } = JSON.parse(output) as Results;
    const missed = rows.flatMap(({ attack: { name }, verdicts }) =>
      verdicts.flatMap(({ figures }) =>
        figures
          .filter(({ held }) => !held)
          .map((figure) => `${name}: ${figure.name} ${figure.value}`),
      ),
    );
    expect(missed.join("\n"), said).toBe("");
    expect(rows).toHaveLength(only.length);
    expect(code).toBe(0);
  },
);

test("another machine is not attacked without confirmation", async () => {
  for (const target of ["https://example.com", "http://127.0.0.1.example.com", "http://10.0.0.1"]) {
    const { code, output, said } = await attack("--target", target);
    expect([code, output]).toEqual([1, ""]);
    expect(said).toContain("that is another machine");
  }
});

test("all attacks are tested", async () => {
  const { said } = await attack("--only", "nothing");
  const known = /expected some of (.+)/.exec(said)?.[1]?.split(", ");
  expect(known?.sort()).toEqual([...patientAttacks, ...otherAttacks].sort());
});
