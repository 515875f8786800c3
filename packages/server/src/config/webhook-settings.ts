import * as z from "zod";
import { setting } from "./setting.ts";
import { webAddress } from "./web-address.ts";
import { webhookKeyOf } from "./webhook-key.ts";

const keys = z
  .string()
  .refine((given) => given.split(",").every((one) => webhookKeyOf(one.trim())));

/** Rows of the table in config.ts: events for an application. */
export const webhookSettings = {
  webhookUrl: setting({
    schema: webAddress.optional(),
    default: undefined,
    expects: "an http or https URL without a password",
    example: "https://app.example/signaling-events",
    help: "URL that receives events as webhooks: opened and closed rooms, joins, leaves, kicks, drains; requires WEBHOOK_SECRET",
  }),
  webhookSecret: setting({
    schema: keys.optional(),
    default: undefined,
    expects: "keys of Standard Webhooks, separated by commas: whsec_ and base64 of 24 to 64 bytes",
    example: '"whsec_$(openssl rand -base64 32)"',
    help: "secret of the signatures of webhooks; with several keys, each of them signs",
    isSecret: true,
  }),
};
