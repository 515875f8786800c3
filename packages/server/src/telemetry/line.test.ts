import { expect, test } from "vitest";
import { lineOf } from "./line.ts";

test("a fact has one level and one sentence", () => {
  const { level, sentence } = lineOf({
    type: "peer.joined",
    peerId: "ada",
    room: "lobby",
    socketId: "s",
  });
  expect([level, sentence()]).toEqual(["info", "ada joined lobby"]);
});
