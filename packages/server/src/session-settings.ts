import { secret, secretExample, secretExpects, setting, wholeNumber } from "./setting.ts";

/** Rows of the one table in config.ts: how long clients are waited for, and how they prove that they are back. */
export const sessionSettings = {
  sessionGrace: setting({
    schema: wholeNumber(1, 600),
    default: "30",
    expects: "a whole number from 1 to 600",
    help: "for how many seconds a session whose connection is lost waits for its client, unseen by the others",
  }),
  sessionKey: setting({
    schema: secret.optional(),
    default: undefined,
    expects: secretExpects,
    example: secretExample,
    help: "what secrets of sessions are signed with; if unset, one is made for this run, and a restart ends all sessions",
    isSecret: true,
  }),
};
