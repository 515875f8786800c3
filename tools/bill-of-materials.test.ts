import { expect, test } from "vitest";
import { billOfMaterials } from "./bill-of-materials.ts";
import { readLockFile } from "./lock-file.ts";

interface Bill {
  readonly components: readonly { name: string; version: string; purl: string; hashes?: unknown }[];
  readonly dependencies: readonly { ref: string; dependsOn: readonly string[] }[];
}

test("the bill contains the nearest package of each name, all run-time dependencies, and no development dependency", () => {
  const integrity = `sha512-${Buffer.from("digest").toString("base64")}`;
  const lock = {
    "packages/one": { name: "one", version: "1.0.0", dependencies: { "@a/b": "1", c: "2" } },
    "packages/one/node_modules/c": { version: "2.0.0" },
    "node_modules/@a/b": { version: "1.1.0", integrity, license: "MIT", dependencies: { c: "1" } },
    "node_modules/c": { version: "1.0.0" },
    "node_modules/development": { version: "9.0.0" },
  };
  const { components, dependencies } = billOfMaterials(lock, ["packages/one"]) as unknown as Bill;
  expect(components.map(({ purl }) => purl)).toEqual([
    "pkg:npm/%40a/b@1.1.0",
    "pkg:npm/c@1.0.0",
    "pkg:npm/one@1.0.0",
    "pkg:npm/c@2.0.0",
  ]);
  expect(components[0]?.hashes).toEqual([
    { alg: "SHA-512", content: Buffer.from("digest").toString("hex") },
  ]);
  expect(dependencies).toContainEqual({
    ref: "one@1.0.0#packages/one",
    dependsOn: ["@a/b@1.1.0#node_modules/@a/b", "c@2.0.0#packages/one/node_modules/c"],
  });
});

test("the bill of this repository contains the protocol package, and a hash for each package of a registry", () => {
  const bill = billOfMaterials(readLockFile(), ["packages/server"]) as unknown as Bill;
  const names = bill.components.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["socket.io", "engine.io", "ws", "zod", "jose"]));
  expect(names).not.toContain("vitest");
  const unhashed = bill.components.filter(({ hashes }) => !hashes).map(({ name }) => name);
  expect(unhashed.toSorted()).toEqual(
    ["protocol", "server"].map((name) => `simple-webrtc-signaling-${name}`),
  );
});
