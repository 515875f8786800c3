import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startNginxWith, useNginx } from "../nginx/nginx.ts";
import { startHaproxy, useHaproxy } from "../proxies/haproxy.ts";
import { replaced } from "../replaced.ts";

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
  {
    name: "HAProxy",
    use: useHaproxy,
    async start(ports, choice) {
      const { port } = await startHaproxy((port) => haproxyFile(ports, choice, port));
      return `http://127.0.0.1:${port}`;
    },
  },
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
