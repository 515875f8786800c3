import { expect, test } from "vitest";
import { IncomingOrder } from "./incoming-order.ts";

/** Which of these numbers surface. */
const surfacing = (order: IncomingOrder, numbers: readonly number[]) =>
  numbers.filter((s) => order.take({ s }));

test("only the next surfaces: not what was there, not what is early", () => {
  const order = new IncomingOrder();
  expect(surfacing(order, [2, 1, 1, 3, 2, 2, 3])).toEqual([1, 2, 3]);
  expect(order.last).toBe(3);
});

test("numbers that were given up are stepped over, others are not", () => {
  const order = new IncomingOrder();
  expect(order.take({ s: 4, p: 1 })).toBe(false);
  expect(order.take({ s: 1 })).toBe(true);
  expect(order.take({ s: 4, p: 1 })).toBe(true);
  expect(surfacing(order, [2, 3, 4, 5])).toEqual([5]);
});

test("one that was given up after it had come does not keep back the next", () => {
  const order = new IncomingOrder();
  expect(surfacing(order, [1, 2])).toEqual([1, 2]);
  expect(order.take({ s: 3, p: 1 })).toBe(true);
});

test("an acknowledgement is due soon, after eight at once, and again for what comes twice", () => {
  const order = new IncomingOrder();
  expect(order.due).toBeUndefined();
  surfacing(order, [1, 2, 3, 4, 5, 6, 7]);
  expect(order.due).toBe("soon");
  surfacing(order, [8]);
  expect(order.due).toBe("now");
  order.acknowledged();
  expect(order.due).toBeUndefined();
  surfacing(order, [10]);
  expect(order.due).toBeUndefined();
  surfacing(order, [8]);
  expect(order.due).toBe("soon");
});
