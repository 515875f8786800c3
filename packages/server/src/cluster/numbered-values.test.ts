import fc from "fast-check";
import { expect, test } from "vitest";
import { NumberedValues } from "./numbered-values.ts";

interface Value {
  readonly name: number;
}

interface Pair {
  readonly values: NumberedValues<Value>;
  readonly model: Map<number, Value>;
  added: number;
}

type Step = (pair: Pair) => void;

const add: Step = (pair) => {
  pair.added += 1;
  const value = { name: pair.added };
  expect(pair.values.add(value)).toBe(pair.added);
  pair.model.set(pair.added, value);
};

const takeOldest: Step = ({ values, model }) => {
  const [oldest] = model.keys();
  expect(values.takeOldest()).toBe(model.get(oldest ?? 0));
  model.delete(oldest ?? 0);
};

function take(number: number): Step {
  return ({ values, model }) => {
    expect(values.take(number)).toBe(model.get(number));
    model.delete(number);
  };
}

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(add) },
  fc.integer({ min: -1, max: 400 }).map(take),
  fc.constant(takeOldest),
);

test("values with ascending numbers behave like a map", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 600, size: "max" }), (steps) => {
      const pair: Pair = { values: new NumberedValues(), model: new Map(), added: 0 };
      const { values, model } = pair;
      for (const run of steps) {
        run(pair);
        expect(values.size).toBe(model.size);
        expect(values.oldest()).toBe(model.values().next().value);
      }
      expect([...values.all()]).toEqual([...model.values()]);
      for (const [number, value] of model) expect(values.get(number)).toBe(value);
    }),
  );
});

test("a value that is never removed does not prevent others", () => {
  const values = new NumberedValues<Value>();
  values.add({ name: 0 });
  for (let name = 1; name <= 1_000; name += 1) values.take(values.add({ name }));
  expect(values.size).toBe(1);
  expect(values.takeOldest()).toEqual({ name: 0 });
  expect(values.oldest()).toBeUndefined();
});
