import { test } from "vitest";
import { expectHeld } from "./short-attack.ts";

test("the server withstands peers that stop reading, and two healthy peers are not affected", {
  timeout: 600_000,
}, async () => {
  await expectHeld(1, "--only", "stalled-readers");
});
