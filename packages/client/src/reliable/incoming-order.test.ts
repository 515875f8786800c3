import { expect, test } from "vitest";
import { IncomingOrder } from "./incoming-order.ts";

/** Which of these numbers surface. */
const surfacing = (order: IncomingOrder, numbers: readonly number[]) =>
  numbers.filter((s) => order.take({ s }));

test("only the next content surfaces: no duplicate, no early content", () => {
  const order = new IncomingOrder();
  expect(surfacing(order, [2, 1, 1, 3, 2, 2, 3])).toEqual([1, 2, 3]);
  expect(order.last).toBe(3);
});

test("given-up numbers are skipped, other numbers are not", () => {
  const order = new IncomingOrder();
  expect(order.take({ s: 4, p: 1 })).toBe(false);
  expect(order.take({ s: 1 })).toBe(true);
  expect(order.take({ s: 4, p: 1 })).toBe(true);
  expect(surfacing(order, [2, 3, 4, 5])).toEqual([5]);
});

test("a content that was given up after its arrival does not block the next one", () => {
  const order = new IncomingOrder();
  expect(surfacing(order, [1, 2])).toEqual([1, 2]);
  expect(order.take({ s: 3, p: 1 })).toBe(true);
});

test("an acknowledgement is due soon, at once after eight contents, and again for a duplicate", () => {
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
