import { secret, secretExample, secretExpects, setting, text, wholeNumber } from "./setting.ts";

/** Rows of the table in config.ts: sessions that outlive their connection. */
export const sessionSettings = {
  sessionGrace: setting({
    schema: wholeNumber(1, 600),
    default: "30",
    expects: "a whole number from 1 to 600",
    help: "grace period after a lost connection, in seconds, in which a client can resume its session",
  }),
  sessionKey: setting({
    schema: secret,
    default: undefined,
    expects: secretExpects,
    example: secretExample,
    help: "key that signs session secrets; if unset, the server generates one for this run, and a restart ends all sessions",
    isSecret: true,
  }),
  sessionFolder: setting({
    schema: text,
    default: undefined,
    expects: "the path of a folder that other users cannot write to",
    example: "/var/lib/signaling/sessions",
    help: "folder for the record of ended sessions, which no later process with the same SESSION_KEY resumes; if unset, a folder of this user in the system's temporary folder",
  }),
};
