import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { createSignalingServer } from "simple-webrtc-signaling-server";
import { findOrInstall } from "./programs.ts";

/** Checks the metrics of a server, and the alert rules, with the tool of Prometheus. */
const promtool = await findOrInstall({
  name: "promtool",
  programs: ["promtool"],
  variable: "PROMTOOL_PATH",
  debian: {
    packageName: "prometheus",
    megabytes: 19,
    unpackedIn: resolve(import.meta.dirname, "../node_modules/.cache/prometheus"),
  },
});

const rules = "deploy/prometheus/alerts.yaml";
check(["check", "rules", rules]);
check(["check", "config", "deploy/prometheus/prometheus.yaml"]);
check(["test", "rules", "deploy/prometheus/alerts.test.yaml"]);
check(["check", "metrics"], await scrape());

function check(args: readonly string[], input = ""): void {
  process.stdout.write(`promtool ${args.join(" ")}\n`);
  execFileSync(promtool, args, { input, stdio: ["pipe", "inherit", "inherit"] });
}

/** Returns the metrics of a server with all of them. It needs no Redis for that. */
async function scrape(): Promise<string> {
  let url = "";
  const server = createSignalingServer({
    host: "127.0.0.1",
    port: 0,
    auth: "none",
    metricsPort: 0,
    redisUrl: "redis://127.0.0.1:1",
    sessionKey: "a key of a server that serves nobody",
    report: (fact) => {
      if (fact.type === "metrics.listening") url = fact.url;
    },
  });
  await server.listen();
  const text = await (await fetch(url)).text();
  await server.close();
  return text;
}
