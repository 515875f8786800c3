import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { beforeEach, onTestFinished } from "vitest";
import { findNftables } from "../../../tools/nftables.ts";

/** A network of pages and a network of servers, with a firewall between them. */
export interface Networks {
  /** The beginning of a command line that runs a program in the network of the pages. */
  readonly inPages: readonly string[];
  /** The same for the servers. */
  readonly inServers: readonly string[];
}

/** The addresses in the network of the servers. */
export const serverAddresses = ["192.0.2.2", "192.0.2.3", "192.0.2.4"] as const;

/** Skips the tests of the scope where network namespaces are not permitted, as in many containers. */
export function useNetworks(): void {
  const missing = "there is no nftables: install it, or set NFT_PATH to where nft is";
  const isHere = findNftables() !== undefined;
  const isPermitted = spawnSync("unshare", ["--net", "true"]).status === 0;
  beforeEach(({ skip }) => {
    if (!isHere && process.env["CI"]) throw new Error(missing);
    skip(!isHere, missing);
    skip(!isPermitted, "this user may not create network namespaces");
  });
}

/**
 * Creates the networks. The servers receive only TCP on port 443, and pages cannot reach each other directly, as pages in
 * different networks. The networks end with the test.
 */
export function startNetworks(): Networks {
  const id = randomUUID().slice(0, 8);
  const [pages, servers] = [`pages-${id}`, `servers-${id}`] as const;
  for (const name of [pages, servers]) {
    run(["ip", "netns", "add", name]);
    onTestFinished(() => run(["ip", "netns", "del", name]));
    run(["ip", "-n", name, "link", "set", "lo", "up"]);
  }
  // Both ends are created inside, so that the browsers of other tests notice no change of their network.
  const pair = ["type", "veth", "peer", "name", "net0", "netns", servers];
  run(["ip", "-n", pages, "link", "add", "net0", ...pair]);
  connect(pages, ["192.0.2.1"]);
  connect(servers, serverAddresses);
  run(["ip", "-n", pages, "route", "add", "default", "via", serverAddresses[0]]);
  const inPages = ["ip", "netns", "exec", pages];
  const inServers = ["ip", "netns", "exec", servers];
  filter(inPages, "output", "oifname lo meta l4proto udp drop");
  filter(
    inServers,
    "input",
    "iifname net0 tcp dport 443 accept",
    "iifname net0 ip protocol { tcp, udp } drop",
  );
  return { inPages, inServers };
}

function connect(name: string, addresses: readonly string[]): void {
  for (const address of addresses)
    run(["ip", "-n", name, "addr", "add", `${address}/24`, "dev", "net0"]);
  run(["ip", "-n", name, "link", "set", "net0", "up"]);
}

function filter(within: readonly string[], hook: string, ...rules: readonly string[]): void {
  const lines = [`type filter hook ${hook} priority 0`, ...rules];
  const table = `table inet firewall { chain traffic { ${lines.join("; ")}; }; }`;
  run([...within, findNftables() ?? "", table]);
}

function run([program = "", ...words]: readonly string[]): void {
  const { status, stderr } = spawnSync(program, words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${words.join(" ")}: ${stderr}`);
}
