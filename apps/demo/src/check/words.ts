import { type CheckResult, checkLabels } from "simple-webrtc-signaling-client/check";

const statuses = ["passed", "failed", "skipped"] as const;

/** Returns how many checks passed, failed and were skipped. */
export function summaryOf(results: Iterable<CheckResult>): string {
  const all = [...results];
  const counts = statuses.map((status) => {
    const count = all.filter((result) => result.status === status).length;
    return `${count} ${status}`;
  });
  return `Finished: ${counts.filter((count) => !count.startsWith("0 ")).join(", ")}`;
}

/** Returns the result of one check for screen readers. */
export function announcementOf({ name, status }: CheckResult): string {
  return `${checkLabels[name]}: ${status}`;
}
