import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { createMetrics } from "../src/metrics/metrics.ts";
import { metricNames } from "./metric-names.ts";
import { Scrape } from "./metrics-reader.ts";

const fileOf = (path: string) =>
  readFileSync(new URL(`../../../deploy/${path}`, import.meta.url), "utf8");

const dashboard = z.object({
  panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })).default([]) })),
});

const rules = z.object({
  groups: z.array(
    z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })).min(1) }),
  ),
});

const panelExpressions = dashboard
  .parse(JSON.parse(fileOf("grafana/dashboard.json")))
  .panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

const alerts = rules
  .parse(parse(fileOf("prometheus/alerts.yaml")))
  .groups.flatMap((group) => group.rules);

/** Returns the names of metrics in an expression. */
function namesIn(expression: string): readonly string[] {
  const withoutStrings = expression.replace(/"[^"]*"/g, '""');
  return withoutStrings.match(/\b(signaling|nodejs|process)_\w+/g) ?? [];
}

test("the dashboard and the alert rules use only metrics that exist", async () => {
  const expressions = [...panelExpressions, ...alerts.map(({ expr }) => expr)];
  const real = await metricNames();
  const unknown = expressions.flatMap(namesIn).filter((name) => !real.has(name));
  expect(unknown).toEqual([]);
  expect(expressions.filter((expression) => namesIn(expression).length === 0)).toEqual([
    'up{job="signaling"} == 0',
  ]);
});

test("the dashboard shows every metric of the server", async () => {
  const shown = new Set(panelExpressions.flatMap(namesIn).map(withoutSuffix));
  const own = [...(await metricNames())].filter((name) => name.startsWith("signaling_"));
  expect(own.map(withoutSuffix).filter((name) => !shown.has(name))).toEqual([]);
});

const withoutSuffix = (name: string) => name.replace(/_seconds_(bucket|sum|count)$/, "_seconds");

test("docs/metrics.md describes every metric and every alert", async () => {
  const document = readFileSync(new URL("../../../docs/metrics.md", import.meta.url), "utf8");
  const own = [...(await metricNames())].filter((name) => name.startsWith("signaling_"));
  const names = [...own.map(withoutSuffix), ...alerts.map(({ alert }) => alert)];
  expect(names.filter((name) => !document.includes(`\`${name}`))).toEqual([]);
});

test("labels have few values, and none of them is a peer, a room or an address", async () => {
  const metrics = createMetrics({
    version: "1",
    hasRedis: true,
    read: () => ({ rooms: 0, sessions: [], isReady: true }),
  });
  const names = { peerId: "secret", room: "secret", socketId: "secret" };
  for (const type of ["peer.joined", "peer.left", "peer.away", "peer.resumed"] as const) {
    metrics.record({ type, gateway: "socketio", ...names });
  }
  metrics.record({
    type: "message.relayed",
    gateway: "socketio",
    from: "secret",
    target: "secret",
    countBytes: () => 1,
    kindOf: () => "offer",
    ...names,
  });
  const { text } = await metrics.exposition();
  expect(new Scrape(text).of("signaling_joins_total")).toHaveLength(2);
  expect(text).not.toContain("secret");
});
