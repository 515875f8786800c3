import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished } from "vitest";
import { findHaproxy } from "../../../tools/haproxy.ts";
import { Command } from "../../kit/command.ts";
import { freePort } from "../../kit/free-port.ts";
import { startNginxWith, useNginx } from "../nginx/nginx.ts";

/** How a load balancer chooses a server: the next one for each request, or the same one for all requests of an address. */
export type Choice = "round robin" | "sticky";

export interface LoadBalancer {
  readonly name: string;
  /** Skips the tests of the scope without the program; fails in CI. */
  readonly use: () => void;
  /** Starts the program with its file in `deploy/`, in front of three servers. Resolves with its origin. */
  readonly start: (ports: readonly number[], choice: Choice) => Promise<string>;
}

export const loadBalancers: readonly LoadBalancer[] = [
  {
    name: "nginx",
    use: useNginx,
    start: (ports, choice) => startNginxWith((port) => nginxBlocks(ports, choice, port)),
  },
  { name: "HAProxy", use: useHaproxy, start: startHaproxy },
];

function nginxBlocks(ports: readonly number[], choice: Choice, port: number): string {
  const file = withServers(fileOf("nginx.conf"), ports);
  const blocks = replaced(file, "listen 8080", `listen 127.0.0.1:${port}`);
  return choice === "sticky" ? replaced(blocks, "# hash $remote", "hash $remote") : blocks;
}

function haproxyFile(ports: readonly number[], choice: Choice, port: number): string {
  const file = withServers(fileOf("haproxy.cfg"), ports);
  const bound = replaced(file, "bind :8080", `bind 127.0.0.1:${port}`);
  if (choice === "round robin") return bound;
  const sticky = replaced(bound, "balance roundrobin", "");
  return replaced(
    replaced(sticky, "# balance source", "balance source"),
    "# hash-type",
    "hash-type",
  );
}

function fileOf(name: string): string {
  return readFileSync(join(import.meta.dirname, "../../../deploy", name), "utf8");
}

function withServers(file: string, ports: readonly number[]): string {
  return ports.reduce(
    (text, port, index) => replaced(text, `signaling-${index + 1}:3000`, `127.0.0.1:${port}`),
    file,
  );
}

function replaced(text: string, part: string, by: string): string {
  if (!text.includes(part)) throw new Error(`the file in deploy/ does not contain ${part}`);
  return text.replace(part, by);
}

function useHaproxy(): void {
  const missing = "there is no HAProxy: install it, or set HAPROXY_PATH to where it is";
  const isHere = findHaproxy() !== undefined;
  beforeEach(({ skip }) => {
    if (!isHere && process.env["CI"]) throw new Error(missing);
    skip(!isHere, missing);
  });
}

async function startHaproxy(ports: readonly number[], choice: Choice): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "haproxy-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const configuration = join(folder, "haproxy.cfg");
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    writeFileSync(configuration, haproxyFile(ports, choice, port));
    const haproxy = new Command(findHaproxy() ?? "", ["-db", "-f", configuration], {
      environment: {},
    });
    const url = `http://127.0.0.1:${port}`;
    // Another program can use the port before HAProxy binds it. HAProxy ends then.
    if (await Promise.race([isServing(url), haproxy.exit.then(() => false)])) return url;
    if (attempt === 5) throw new Error("HAProxy ended");
  }
}

/** HAProxy does not state when it listens. */
async function isServing(url: string): Promise<true> {
  await expect.poll(() => statusOf(`${url}/healthz`)).toBe(200);
  return true;
}

async function statusOf(url: string): Promise<number | undefined> {
  try {
    return (await fetch(url)).status;
  } catch {
    return undefined;
  }
}
