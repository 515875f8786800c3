import { expect, test } from "vitest";
import { AddressMask } from "../reading/address-mask.ts";
import { entriesOf, plainExchange, quietHost } from "./samples.ts";
import { Source } from "./source.ts";
import { traceFile } from "./trace-file.ts";

const newSource = () => new Source(quietHost());

function savedFile(): File {
  const entries = entriesOf(plainExchange);
  const about = { startedAtMs: 1_000, selfId: "ada", letGo: 0, mask: new AddressMask() };
  return new File([traceFile({ entries, ...about })], "trace.json");
}

test("while paused, new entries are counted but not shown", () => {
  const source = newSource();
  source.trace.record({ kind: "join" });
  source.togglePause();
  source.trace.record({ kind: "peer" }, { peerId: "bob" });
  expect(source).toMatchObject({ isPaused: true, waiting: 1 });
  expect(source.shown.entries).toHaveLength(1);
  source.togglePause();
  expect(source).toMatchObject({ isPaused: false, waiting: 0 });
  expect(source.shown.entries).toHaveLength(2);
});

test("a trace that is cleared while paused stays empty until it is resumed", () => {
  const source = newSource();
  source.trace.record({ kind: "join" });
  source.togglePause();
  source.clear();
  source.trace.record({ kind: "peer" }, { peerId: "bob" });
  expect(source.shown.entries).toHaveLength(0);
  expect(source.waiting).toBe(1);
});

test("a saved trace replaces the trace of the room, until the user returns", async () => {
  const source = newSource();
  await source.open(savedFile());
  expect(source).toMatchObject({ isSaved: true, selfId: "ada", hasRoles: true, problem: "" });
  expect(source.shown.entries).toHaveLength(plainExchange.length);
  source.backToRoom();
  expect(source).toMatchObject({ isSaved: false, selfId: "you" });
});

test("an invalid trace file changes nothing and is reported", async () => {
  const source = newSource();
  source.trace.record({ kind: "join" });
  await source.open(new File(["{}"], "holiday.json"));
  expect(source.isSaved).toBe(false);
  expect(source.shown.entries).toHaveLength(1);
  expect(source.problem).toMatch(/^“holiday\.json” is neither a saved trace nor a dump of/);
});
