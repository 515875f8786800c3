import { expect, test } from "vitest";
import { brokenLaws } from "./layers.ts";

const hub = (...imports: string[]) => [{ path: "packages/server/src/hub/planted.ts", imports }];

const planted = (...imports: string[]) =>
  brokenLaws(hub(...imports)).filter((law) => !law.includes("fewer than three"));

test("permitted imports pass", () => {
  expect(
    planted("./hub.ts", "../cluster/directory.ts", "simple-webrtc-signaling-protocol"),
  ).toEqual([]);
});

test("a network library in the hub is found", () => {
  expect(planted("socket.io")).toEqual([expect.stringContaining("may not import socket.io")]);
  expect(planted("../gateways/socketio/encode.ts")).toHaveLength(1);
});

test("an upward import in the signaling view is found", () => {
  const path = "packages/signaling-view/src/trace/planted.ts";
  const laws = brokenLaws([{ path, imports: ["../rows/row-model.ts", "../reading/sdp.ts"] }]);
  expect(laws).toContainEqual(`${path}: may not import ../rows/row-model.ts`);
  expect(laws.join()).not.toContain("sdp.ts");
});

test("a package that is not declared is found", () => {
  expect(planted("lodash")).toContainEqual(expect.stringContaining("not among the dependencies"));
});

test("indirect access to the global process is found", () => {
  expect(planted("node:process")).toHaveLength(1);
});

test("an import cycle and a file without a part are found", () => {
  const circle = brokenLaws([
    { path: "tools/one.ts", imports: ["./two.ts"] },
    { path: "tools/two.ts", imports: ["./one.ts"] },
    { path: "somewhere/else.ts", imports: [] },
  ]);
  expect(circle).toEqual([
    "somewhere/else.ts: belongs to no part of the house",
    "circle: tools/one.ts → tools/two.ts → tools/one.ts",
  ]);
});

test("a folder with two files is found", () => {
  expect(brokenLaws(hub())).toEqual([expect.stringContaining("fewer than three files")]);
});
