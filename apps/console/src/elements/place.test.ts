import { expect, test } from "vitest";
import { linkTo, placeIn } from "./place.ts";

test.each([
  ["", { at: "overview" }],
  ["#/", { at: "overview" }],
  ["#/elsewhere", { at: "overview" }],
  ["#/bans", { at: "bans" }],
  [linkTo("team/red"), { at: "room", room: "team/red" }],
  [linkTo("..", "ada %"), { at: "peer", room: "..", peerId: "ada %" }],
  ["#/rooms/%", { at: "room", room: "%" }],
])("the fragment %s is a place", (fragment, place) => {
  expect(placeIn(fragment)).toEqual(place);
});
