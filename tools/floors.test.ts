import { expect, test } from "vitest";
import { belowFloors } from "./floors.ts";
import { readLockFile } from "./lock-file.ts";

const at = (folder: string, version: string) => belowFloors({ [folder]: { version } });

test("no installed package is below its minimum version", () => {
  expect(belowFloors(readLockFile())).toEqual([]);
});

test("a package below its minimum is found at any depth", () => {
  expect(at("node_modules/engine.io", "6.6.8")).toEqual([
    "node_modules/engine.io: 6.6.8 is below 6.6.9",
  ]);
  expect(at("node_modules/engine.io/node_modules/ws", "8.20.99")).toHaveLength(1);
  expect(at("packages/server/node_modules/socket.io-parser", "4.2.5")).toHaveLength(1);
  expect(at("node_modules/socket.io", "3.99.99")).toHaveLength(1);
  expect(at("node_modules/ws", "8.21.0-beta.1")).toHaveLength(1);
  expect(belowFloors({ "node_modules/socket": { name: "ws", version: "1.0.0" } })).toHaveLength(1);
});

test("an equal version, a later version and another name pass", () => {
  for (const version of ["8.21.0", "8.21.1", "8.100.0", "9.0.0"]) {
    expect(at("node_modules/ws", version)).toEqual([]);
  }
  expect(at("node_modules/wss", "1.0.0")).toEqual([]);
  expect(at("node_modules/constructor", "1.0.0")).toEqual([]);
  expect(at("node_modules/socket.io-client-4.0/node_modules/ws", "7.4.6")).toEqual([]);
});
