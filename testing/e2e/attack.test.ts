import { expect, test } from "vitest";
import { attack, expectHeld } from "./short-attack.ts";

test("the server withstands every attack, and two healthy peers are not affected", {
  timeout: 600_000,
}, async () => {
  // In `stalled-readers.test.ts`, because it needs the machine for itself.
  await expectHeld(11, "--except", "stalled-readers");
});

test("another machine is not attacked without confirmation", { timeout: 120_000 }, async () => {
  for (const target of ["https://example.com", "http://127.0.0.1.example.com", "http://10.0.0.1"]) {
    const { code, output, said } = await attack("--target", target);
    expect([code, output]).toEqual([1, ""]);
    expect(said).toContain("that is another machine");
  }
  expect((await attack("--only", "nothing")).said).toContain("expected some of malformed-frames");
});
