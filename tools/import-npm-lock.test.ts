import { expect, test } from "vitest";
import { lockedRanges, yarnLockOf } from "../.yarn/import-npm-lock.cjs";
import { readLockFile } from "./lock-file.ts";

const lock = {
  "": { name: "root", devDependencies: { "@a/b": "^1.0.0", one: "0.1.0" } },
  one: { name: "one", version: "0.1.0", dependencies: { c: "2", "c-old": "npm:c@^1.0.0" } },
  "node_modules/one": { resolved: "one", link: true },
  "one/node_modules/c": { version: "2.0.0" },
  "node_modules/@a/b": { version: "1.1.0", optionalDependencies: { c: "1", missing: "1" } },
  "node_modules/c": { version: "1.0.0" },
  "node_modules/c-old": { name: "c", version: "1.0.5" },
};

test("[case N2] each range gets the version that npm chose for it, and workspaces get none", () => {
  expect(Object.fromEntries(lockedRanges(lock))).toEqual({
    "@a/b@npm:^1.0.0": ["@a/b@npm:1.1.0"],
    "c@npm:1": ["c@npm:1.0.0"],
    "c@npm:2": ["c@npm:2.0.0"],
    "c-old@npm:c@^1.0.0": ["c@npm:1.0.5"],
  });
  expect(yarnLockOf(lock)).toContain(
    '"c@npm:2":\n  version: 2.0.0\n  resolution: "c@npm:2.0.0"\n  languageName: node\n',
  );
});

test("[case N2] npm has chosen one version for each range of this repository, so yarn can install the same", () => {
  const ranges = [...lockedRanges(readLockFile())];
  expect(ranges.length).toBeGreaterThan(100);
  expect(ranges.filter(([, chosen]) => chosen.length !== 1)).toEqual([]);
});
