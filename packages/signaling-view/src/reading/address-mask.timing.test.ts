import { expect, test } from "vitest";
import { AddressMask } from "./address-mask.ts";

test.each([["-"], ["a."], [":"], ["1."], ["candidate:"], ["a=fingerprint:"], ["raddr "]])(
  "a hostile repetition of %s is processed in linear time",
  (piece) => {
    const before = performance.now();
    new AddressMask().text(piece.repeat(50_000));
    expect(performance.now() - before).toBeLessThan(1_000);
  },
);
