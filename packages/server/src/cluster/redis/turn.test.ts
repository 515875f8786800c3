import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { Turn } from "./turn.ts";

const nextTurn = () => new Promise(setImmediate);

test("everything that is written in one turn of the event loop is one system call", async () => {
  const calls: string[] = [];
  const socket = new Writable({
    write: (chunk, _encoding, done) => {
      calls.push(String(chunk));
      done();
    },
    writev: (chunks, done) => {
      calls.push(chunks.map(({ chunk }) => String(chunk)).join(""));
      done();
    },
  });
  const turn = new Turn(socket);
  const write = (text: string) => {
    turn.begin();
    socket.write(text);
  };
  write("a");
  write("b");
  expect(calls).toEqual([]);
  await nextTurn();
  expect(calls).toEqual(["ab"]);
  write("c");
  turn.end();
  expect(calls).toEqual(["ab", "c"]);
  write("d");
  await nextTurn();
  await nextTurn();
  expect(calls).toEqual(["ab", "c", "d"]);
});
