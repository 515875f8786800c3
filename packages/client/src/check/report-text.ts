import { type CheckResult, checkLabels } from "./result.ts";
import { withoutSecrets } from "./without-secrets.ts";

export interface ReportHeader {
  readonly startedAt: Date;
  /** The URL of the server; `undefined` if no server was needed. */
  readonly url: string | undefined;
}

/**
 * Returns the report as lines of text. It names the servers and the browser. It contains no token, no credential, and no
 * address of this device.
 */
export function reportText(header: ReportHeader, results: readonly CheckResult[]): string {
  return [...headerLines(header), "", ...results.flatMap(linesOf)].join("\n");
}

function headerLines({ startedAt, url }: ReportHeader): readonly string[] {
  const { location, navigator } = globalThis;
  const values = {
    Server: url && withoutSecrets(url),
    Page: location?.origin,
    Browser: navigator?.userAgent,
  };
  return [
    `Network check, ${startedAt.toISOString()}`,
    ...Object.entries(values).flatMap(([name, value]) => (value ? [`${name}: ${value}`] : [])),
  ];
}

function linesOf(result: CheckResult): readonly string[] {
  const { name, status, durationMs, details } = result;
  const title = `${status.padEnd(7)} ${checkLabels[name]}`;
  if (status === "passed")
    return [`${title} (${Math.round(durationMs)} ms)`, ...details.map(indented)];
  const { cause, reason, action } = result;
  return [`${title}: ${cause}`, ...[reason, action, ...details].map(indented)];
}

function indented(line: string): string {
  return `        ${line}`;
}
