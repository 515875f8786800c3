import { expect, test } from "vitest";
import { lineOf } from "./line.ts";

test("each fact has a level and a sentence", () => {
  const { level, sentence } = lineOf({
    type: "peer.joined",
    peerId: "ada",
    room: "lobby",
    socketId: "s",
  });
  expect([level, sentence()]).toEqual(["info", 'peer "ada" joined room "lobby"']);
});

test("[case N7] a server that listens on all addresses logs its network URLs", () => {
  const sentenceOf = (networkUrls?: readonly string[]) =>
    lineOf({ type: "server.listening", url: "http://localhost:3000", networkUrls }).sentence();
  const everywhere =
    "listening on http://localhost:3000 and on all other addresses of this machine";
  expect(sentenceOf()).toBe("listening on http://localhost:3000");
  expect(sentenceOf([])).toBe(everywhere);
  expect(sentenceOf(["http://192.168.1.5:3000"])).toBe(`${everywhere}: http://192.168.1.5:3000`);
});
