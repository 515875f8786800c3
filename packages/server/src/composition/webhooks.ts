import { missingSetting, type Options } from "../config/config.ts";
import { webhookKeyOf } from "../config/webhook-key.ts";
import type { Report } from "../telemetry/fact.ts";
import { lateRecorder } from "./late-recorder.ts";

/** The webhooks of a server. */
export interface WebhooksPart {
  /** Passes facts to the report of the server and to the webhooks. */
  readonly report: Report;
  /** Sends what waits, for a short time. */
  close(): Promise<void>;
}

/** Composes the webhooks of the settings. Their code is loaded only if they are on. Throws a `SettingError`. */
export function webhooksOf(options: Options, report: Report): WebhooksPart {
  const { webhookUrl: url, webhookSecret: secret } = options;
  if (url === undefined) {
    if (secret !== undefined) throw missingSetting("webhookUrl", "WEBHOOK_SECRET is set");
    return { report, close: async () => {} };
  }
  if (secret === undefined) throw missingSetting("webhookSecret", "WEBHOOK_URL requires it");
  const keys = secret.split(",").flatMap((one) => webhookKeyOf(one.trim()) ?? []);
  const { record, loading } = lateRecorder(async () => {
    const { Webhooks } = await import("../webhooks/webhooks.ts");
    return new Webhooks({ url, keys, report });
  });
  return {
    report: (fact) => {
      report(fact);
      record(fact);
    },
    close: async () => (await loading).close(),
  };
}
