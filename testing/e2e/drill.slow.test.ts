import { describe, expect, test } from "vitest";
import { runByHand } from "../kit/command.ts";
import { useRedis } from "../kit/redis-server.ts";

interface Results {
  readonly figures: readonly {
    readonly name: string;
    readonly value: string;
    readonly held: boolean;
  }[];
}

const conditions = "--conditions=@simple-webrtc-signaling/source";

const drill = (...args: string[]) => runByHand(conditions, "testing/drill/run.ts", ...args);

test("a short drill with connection faults, sleeping, crashing and leaving clients, and server kills has no wrong observations", {
  timeout: 300_000,
}, async () => {
  const size = ["--peers", "12", "--rooms", "3", "--processes", "3", "--signals", "1500"];
  const course = [
    "--seconds",
    "15",
    "--faults",
    "25",
    "--sleep",
    "4",
    "--grace",
    "15",
    "--seed",
    "7",
  ];
  const { code, output, said } = await drill("--json", ...size, ...course);
  const { figures } = JSON.parse(output) as Results;
  expect(
    figures.filter(({ held }) => !held),
    said,
  ).toEqual([]);
  const value = (name: string) =>
    Number.parseFloat(figures.find((one) => one.name === name)?.value ?? "");
  for (const kind of ["kill-server", "sleep", "crash", "leave", "half-open", "black-hole"]) {
    expect(value(`faults: ${kind}`)).toBeGreaterThan(0);
  }
  expect(value("signals sent")).toBeGreaterThan(300);
  // A busy machine delivers fewer in the time of the drill.
  expect(value("signals received")).toBeGreaterThan(100);
  expect(code).toBe(0);
});

describe("two servers on one Redis", () => {
  useRedis();

  test("[U2] [U3] [U4] [U6] a short drill with faults of servers and of Redis has no wrong observations", {
    timeout: 300_000,
  }, async () => {
    const size = ["--nodes", "2", "--peers", "12", "--rooms", "3", "--processes", "2"];
    const course = ["--seconds", "12", "--faults", "15", "--signals", "1200", "--seed", "4"];
    const kinds = "reset,leave,kill-server,drain-server,reset-server,kill-redis";
    const { output, said } = await drill("--json", ...size, ...course, "--kinds", kinds);
    const { figures } = JSON.parse(output) as Results;
    expect(
      figures.filter(({ held }) => !held),
      said,
    ).toEqual([]);
  });
});

test("an unknown option is refused with a message", async () => {
  const { code, said } = await drill("--kinds", "reset,earthquake");
  expect(code).toBe(1);
  expect(said).toContain("use some of reset, half-open");
});
