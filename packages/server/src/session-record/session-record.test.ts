import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Fact } from "../telemetry/fact.ts";
import { type Ending, endingKeyOf, endingLine } from "./ending.ts";
import { SessionRecord } from "./session-record.ts";

const key = "a key for the records of these tests";
const minuteMs = 60_000;

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "session-record-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function recordIn(folder: string, over: { key?: string; nowMs?: () => number } = {}) {
  const facts: Fact[] = [];
  const record = new SessionRecord({ folder, key, report: (fact) => facts.push(fact), ...over });
  onTestFinished(() => record.close());
  return { record, facts };
}

const endings: readonly Ending[] = [
  { key: endingKeyOf("of ada"), code: "left", lineage: [3] },
  { key: endingKeyOf("of bob"), code: "kicked", lineage: [0, -1_795_910_400_000, 12] },
  { key: endingKeyOf("of eve"), code: "room-closed", lineage: [] },
];

test("[E17] only later processes with the same key read the endings", () => {
  const folder = join(temporaryFolder(), "of", "the server");
  const { record } = recordIn(folder);
  for (const ending of endings) record.add(ending);
  const { record: later, facts } = recordIn(folder);
  expect(later.earlier()).toEqual(endings);
  later.add(endings[0] as Ending);
  expect(recordIn(folder).record.earlier()).toHaveLength(4);
  expect(recordIn(folder, { key: `${key} of others` }).record.earlier()).toEqual([]);
  expect(facts).toEqual([]);
});

test("[E17] only this user can read the folder and its files, which disclose neither key nor session", () => {
  const folder = join(temporaryFolder(), "sessions");
  recordIn(folder).record.add(endings[0] as Ending);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const [name = "", ...others] = readdirSync(folder);
  expect([others, name]).toEqual([
    [],
    expect.stringMatching(/^ended-[\da-f]{16}-\d+-[\da-f]{16}$/),
  ]);
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
});

test("[E17] an incomplete line is skipped, and the lines after it are read", () => {
  const folder = temporaryFolder();
  const { record } = recordIn(folder);
  record.add(endings[0] as Ending);
  const [name = ""] = readdirSync(folder);
  appendFileSync(join(folder, name), `\n${endingKeyOf("of eve")} left 1`);
  record.add(endings[1] as Ending);
  expect(recordIn(folder).record.earlier()).toEqual(endings.slice(0, 2));
});

test("[E17] the endings of a mass leave are all read", () => {
  const folder = temporaryFolder();
  recordIn(folder).record.add(endings[0] as Ending);
  const [name = ""] = readdirSync(folder);
  appendFileSync(join(folder, name), `\n${endingLine(endings[1] as Ending)}`.repeat(200_000));
  expect(recordIn(folder).record.earlier()).toHaveLength(200_001);
});

test("[E17] any process deletes files of any key that are older than the maximum grace period", () => {
  const folder = temporaryFolder();
  let nowMs = 100 * 10 * minuteMs + 9 * minuteMs;
  const clock = { nowMs: () => nowMs };
  const { record } = recordIn(folder, clock);
  record.add(endings[0] as Ending);
  recordIn(folder, { ...clock, key: `${key} of others` }).record.add(endings[1] as Ending);
  writeFileSync(join(folder, "notes of the operator"), "");
  nowMs += 10 * minuteMs;
  expect(recordIn(folder, clock).record.earlier()).toEqual([endings[0]]);
  record.add(endings[2] as Ending);
  expect(readdirSync(folder)).toHaveLength(4);
  nowMs += 10 * minuteMs;
  expect(recordIn(folder, clock).record.earlier()).toEqual([endings[2]]);
  expect(readdirSync(folder)).toHaveLength(2);
});

test.each([
  ["is writable for others", (folder: string) => chmodSync(folder, 0o777)],
  [
    "is a file",
    (folder: string) => {
      rmSync(folder, { recursive: true });
      writeFileSync(folder, "");
    },
  ],
  [
    "is a symbolic link",
    (folder: string) => {
      const elsewhere = temporaryFolder();
      rmSync(folder, { recursive: true });
      symlinkSync(elsewhere, folder);
    },
  ],
])("[E17] a folder that %s is not used, which is reported once", (_, spoil) => {
  const folder = temporaryFolder();
  spoil(folder);
  const { record, facts } = recordIn(folder);
  expect(facts).toMatchObject([{ type: "session-record.failed", folder }]);
  expect(record.earlier()).toEqual([]);
  for (const ending of endings) record.add(ending);
  expect(facts).toHaveLength(1);
});

test.runIf(userInfo().uid === 0)("a folder of another user is not used", () => {
  const folder = temporaryFolder();
  chownSync(folder, 12_345, 12_345);
  expect(recordIn(folder).facts).toMatchObject([{ type: "session-record.failed", folder }]);
});

test("[E17] a disk failure is reported once, until the disk works again", () => {
  const folder = join(temporaryFolder(), "sessions");
  let nowMs = 0;
  const { record, facts } = recordIn(folder, { nowMs: () => nowMs });
  const fail = () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "");
    nowMs += 10 * minuteMs;
    for (const ending of endings) record.add(ending);
  };
  fail();
  expect(facts).toHaveLength(1);
  rmSync(folder);
  record.add(endings[0] as Ending);
  expect(recordIn(folder, { nowMs: () => nowMs }).record.earlier()).toEqual([endings[0]]);
  fail();
  expect(facts).toHaveLength(2);
});
