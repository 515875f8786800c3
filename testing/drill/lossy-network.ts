import { spawnSync } from "node:child_process";

/** Drops the given share of incoming packets at random. */
const script = `set -e
ip link set lo up
nft add table inet drill
nft add chain inet drill arrivals '{ type filter hook input priority 0 ; }'
nft add rule inet drill arrivals numgen random mod 100 '<' "$LOSS" drop
exec "$@"`;

/**
 * Runs the same program, without `--loss`, in a separate network namespace whose loopback drops the given percentage of
 * packets. Returns its exit code. Needs `unshare`, `ip`, `nft` and a kernel with user namespaces.
 */
export function lossyNetwork(percent: number, argv: readonly string[]): number {
  const [program = "", ...rest] = argv;
  const options = rest.filter(
    (word, index) =>
      word !== "--loss" && rest[index - 1] !== "--loss" && !word.startsWith("--loss="),
  );
  const command = [program, ...process.execArgv, ...options];
  const { status, error } = spawnSync("unshare", ["-rn", "sh", "-c", script, "drill", ...command], {
    env: { ...process.env, LOSS: String(percent) },
    stdio: "inherit",
  });
  if (error) throw new Error(`--loss needs unshare, ip and nft: ${error.message}`);
  return status ?? 1;
}
