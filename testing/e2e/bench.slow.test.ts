import { expect, test } from "vitest";
import { findChromium } from "../../tools/chromium.ts";
import { findRedis } from "../../tools/redis.ts";
import { runByHand } from "../kit/command.ts";

const bench = (...args: string[]) => runByHand("testing/bench/run.ts", ...args);
const benchJoin = (...args: string[]) => runByHand("testing/bench/join/run.ts", ...args);

const benchNodes = (...args: string[]) => runByHand("testing/bench/nodes/run.ts", ...args);

const benchCapacity = (...args: string[]) => runByHand("testing/bench/capacity/run.ts", ...args);

const peers = ["--idle", "4", "--earlier", "4", "--joining", "4"];
const short = ["--rounds", "1", "--messages", "64", ...peers];

/** The rows of the first table of a report, as cells by quantity and server. */
function overviewIn(report: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const [table = ""] = /(^\|.*\n)+/m.exec(report) ?? [];
  const [heads = [], , ...rows] = table.trim().split("\n").map(cellsOf);
  const named = ([quantity = "", ...cells]: readonly string[]) =>
    [quantity, new Map(cells.map((cell, index) => [heads[index + 1] ?? "", cell]))] as const;
  return new Map(rows.map(named));
}

function cellsOf(line: string): readonly string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** A value and its ratio, which is not finite if the baseline is 0: few peers may need no further memory page. */
const number = /^-?\d+(\.\d+)? \((-?\d+\.\d\d|-?Infinity|NaN)\)$/;

test("one run of the benchmark measures every quantity of every server", {
  timeout: 600_000,
}, async () => {
  const { code, output, said } = await bench(...short);
  expect(code, said).toBe(0);
  const overview = overviewIn(output);
  expect([...overview.keys()]).toEqual([
    "relay, candidate, µs",
    "relay, offer, µs",
    "fan-out, candidate, µs",
    "fan-out, offer, µs",
    "start, ms",
    "memory, MB",
    "heap per peer, kB",
    "memory per peer, kB",
    "join, CPU s",
  ]);
  const measuredOf = (server: string) =>
    [...overview].filter(([, cells]) => number.test(cells.get(server) ?? "")).map(([name]) => name);
  const all = [...overview.keys()];
  expect(measuredOf("this server")).toEqual(all);
  const ofConnections = all.filter((name) => /^(relay|fan-out|.* per peer)/.test(name));
  expect(measuredOf("this server, all limits on")).toEqual(ofConnections);
  expect(measuredOf("this server, plain WebSocket")).toEqual(ofConnections);
  expect(measuredOf("original server")).toEqual(all);
  expect(measuredOf("bare socket.io")).toEqual(all.filter((name) => !name.startsWith("join")));
  expect(measuredOf("bare ws + JSON")).toEqual(all.filter((name) => !name.startsWith("join")));
  expect(measuredOf("PeerServer")).toEqual(all.filter((name) => !/^(join|fan-out)/.test(name)));
});

test.skipIf(findRedis() === undefined)(
  "one run of the benchmark of several servers measures messages and stays",
  async () => {
    const { code, output, said } = await benchNodes(
      ...["--rounds", "1", "--servers", "1,2", "--messages", "64"],
      ...["--turns", "2", "--stays", "16", "--warm-up", "16", "--heartbeats", "1"],
    );
    expect(code, said).toBe(0);
    const rows = [...output.matchAll(/^\| \d.*\|$/gm)].map(([row]) => cellsOf(row));
    expect(rows.map((cells) => cells.slice(0, 2))).toEqual([
      ["1", "alone"],
      ["2", "alone"],
      ["2", "together"],
      ["2", "spread"],
    ]);
    for (const [, , ...values] of rows) {
      for (const value of values) expect(value).toMatch(/^\d+(\.\d+)?(\.\.\d+\.\d+)?$/);
    }
  },
);

test.skipIf(process.platform !== "linux")(
  "one run of the benchmark of capacity measures both kinds of clients",
  async () => {
    const { code, output, said } = await benchCapacity(
      ...["--rounds", "1", "--connections", "8", "--before", "4"],
      ...["--seconds", "1", "--rates", "50"],
    );
    expect(code, said).toBe(0);
    const overview = overviewIn(output);
    expect(overview.size).toBe(9);
    for (const [quantity, cells] of overview) {
      expect([...cells.keys()]).toEqual(["stock Socket.IO", "client of this project"]);
      for (const cell of cells.values()) expect(cell, quantity).toMatch(/^-?\d+(\.\d+)? \(.+\)$/);
    }
  },
);

test("the benchmark of capacity requires full rooms", async () => {
  const { code, output, said } = await benchCapacity("--connections", "10");
  expect([code, output]).toEqual([1, ""]);
  expect(said).toContain("must be multiples of --room, 4");
});

test("the benchmark names the parts that it can measure alone", async () => {
  const { code, output, said } = await bench("--only", "nothing");
  expect([code, output]).toEqual([1, ""]);
  expect(said).toContain("expected some of messages, start, idle, join");
});

test("one run of the join benchmark measures every milestone of every client", {
  timeout: 300_000,
}, async ({ skip }) => {
  const isMissing = findChromium() === undefined && !process.env["CI"];
  skip(isMissing, "there is no Chromium: install one, or set CHROMIUM_PATH to where it is");
  const { code, output, said } = await benchJoin(
    ...["--rounds", "1", "--warm-up", "0", "--browsers", "chromium", "--delays", "20"],
  );
  expect(code, said).toBe(0);
  const sections = output.match(/^Chromium, 20 ms.*\n\n(\|.*\n)+/gm) ?? [];
  expect(sections).toHaveLength(2);
  for (const section of sections) {
    const rows = [...overviewIn(section)];
    const clients = ["this client, this server", "PeerJS, PeerServer", "simple-peer, bare ws"];
    expect(rows.map(([client]) => client)).toEqual(clients);
    for (const [, { size }] of rows) expect(size).toBe(10);
    for (const [, cells] of rows) expect(Number(cells.get("open"))).toBeGreaterThan(20);
  }
});

test("the join benchmark names the browsers that it can measure", async () => {
  const { code, output, said } = await benchJoin("--browsers", "lynx");
  expect([code, output]).toEqual([1, ""]);
  expect(said).toContain("expected some of chromium, firefox");
});
