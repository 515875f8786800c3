import { expect, test } from "vitest";
import { RecentIds } from "../base/recent-ids.ts";
import { Incarnations } from "./incarnations.ts";

const accepted = { isOver: false, isAccepted: true };
const rejected = { isOver: false, isAccepted: false };

/** One end, and what it is called by itself. */
function end() {
  const incarnations = new Incarnations(new RecentIds());
  return { incarnations, own: () => incarnations.addresses.i };
}

test("[X9] two new ends agree, in either order", () => {
  const [ada, bob] = [end(), end()];
  expect(bob.incarnations.judge(ada.incarnations.addresses)).toEqual(accepted);
  expect(bob.incarnations.addresses).toEqual({ i: bob.own(), o: ada.own() });
  expect(ada.incarnations.judge(bob.incarnations.addresses)).toEqual(accepted);
  expect(bob.incarnations.judge(ada.incarnations.addresses)).toEqual(accepted);
  expect(bob.incarnations.judge({ i: ada.own() })).toEqual(accepted);
});

test("[X9] a new incarnation of the other end ends the own one, and late messages of the old one are rejected", () => {
  const { incarnations, own } = end();
  incarnations.judge({ i: "first" });
  const before = own();
  expect(incarnations.judge({ i: "second" })).toEqual({ isOver: true, isAccepted: true });
  expect(own()).not.toBe(before);
  expect(incarnations.addresses).toEqual({ i: own(), o: "second" });
  expect(incarnations.judge({ i: "first" })).toEqual(rejected);
  expect(incarnations.judge({ i: "first", o: before })).toEqual(rejected);
  expect(incarnations.judge({ i: "second", o: own() })).toEqual(accepted);
});

test("[X9] an end that knows an earlier incarnation of this end is rejected permanently", () => {
  const { incarnations } = end();
  expect(incarnations.judge({ i: "first", o: "an earlier one" })).toEqual(rejected);
  expect(incarnations.judge({ i: "first" })).toEqual(rejected);
  expect(incarnations.judge({ i: "second" })).toEqual(accepted);
});

test("[X9] if each end knows an earlier incarnation of the other, both discard their state", () => {
  const { incarnations, own } = end();
  incarnations.judge({ i: "first" });
  let before = own();
  expect(incarnations.judge({ i: "first", o: "an earlier one" })).toEqual({
    isOver: true,
    isAccepted: false,
  });
  expect(own()).not.toBe(before);
  incarnations.judge({ i: "second" });
  before = own();
  expect(incarnations.judge({ i: "third", o: before })).toEqual({
    isOver: true,
    isAccepted: false,
  });
  expect(own()).not.toBe(before);
  expect(incarnations.judge({ i: "fourth" })).toEqual(accepted);
});
