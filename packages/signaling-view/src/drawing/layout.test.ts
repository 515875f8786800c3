import { expect, test } from "vitest";
import { laneOf, layoutOf, peerIdsOf } from "./layout.ts";

const nameOf = (peerId: string | undefined) => `name of ${peerId}`;
const at = (width: number, ...peerIds: string[]) =>
  layoutOf({ selfName: "you", peerIds, nameOf, width });

test("the own peer is on the left, then the server, then the peers in order of arrival", () => {
  const { lanes } = at(800, "bob", "cy");
  expect(lanes.map(({ name }) => name)).toEqual(["you", "server", "name of bob", "name of cy"]);
  const places = lanes.map(({ x }) => x);
  expect(places).toEqual([...places].sort((one, other) => one - other));
});

test.each([
  [360, 2],
  [700, 5],
  [1200, 10],
])("at %i px there is room for %i peers", (width, count) => {
  const layout = at(width, ...Array.from({ length: count }, (_, index) => `peer-${index}`));
  expect(layout.width).toBe(width);
  expect(layout.lanes.at(-1)?.x).toBeLessThan(width - layout.headWidth / 2);
});

test("[case G3] the diagram is no wider than a view whose width is a fraction of a pixel", () => {
  expect(at(498.4, "bob").width).toBe(498);
});

test("the names at the heads do not overlap", () => {
  const { lanes, headWidth } = at(360, "bob", "cy");
  const gaps = lanes.slice(1).map(({ x }, index) => x - (lanes[index]?.x ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(headWidth);
});

test("with many peers the diagram is wider than its container", () => {
  expect(at(360, ..."abcdefgh").width).toBeGreaterThan(360);
});

test("an unknown peer has the position of the server", () => {
  const layout = at(800, "bob");
  expect(laneOf(layout, "bob").name).toBe("name of bob");
  expect(laneOf(layout, undefined)).toBe(layout.server);
  expect(laneOf(layout, "cy")).toBe(layout.server);
});

test("peers are in order of appearance, followed by other present peers", () => {
  const entries = [{ peerId: "cy" }, {}, { peerId: "bob" }, { peerId: "cy" }];
  expect(peerIdsOf(entries, ["ada", "bob"])).toEqual(["cy", "bob", "ada"]);
});
