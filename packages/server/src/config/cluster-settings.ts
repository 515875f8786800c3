import { setting, text, wholeNumber } from "./setting.ts";

const redisAddress = text.refine((given) => {
  if (!URL.canParse(given)) return false;
  const { protocol, hostname } = new URL(given);
  return ["redis:", "rediss:"].includes(protocol) && hostname !== "";
});

const origin = text.refine((given) => {
  if (!URL.canParse(given)) return false;
  const { protocol, pathname, search, hash, username } = new URL(given);
  const rest = pathname.slice(1) + search + hash + username;
  return ["http:", "https:"].includes(protocol) && rest === "";
});

/** Rows of the table in config.ts: several servers that share their rooms. */
export const clusterSettings = {
  redisUrl: setting({
    schema: redisAddress,
    default: undefined,
    expects: "a redis or rediss URL",
    example: "rediss://redis.example:6379",
    help: "Redis (6 or newer) through which servers share their rooms; if unset, the server is alone; rediss encrypts the connection; requires SESSION_KEY",
    isSecret: true,
  }),
  redisUsername: setting({
    schema: text,
    default: undefined,
    expects: "one line of text",
    example: "signaling",
    help: "user name for Redis, if REDIS_URL does not contain it",
  }),
  redisPassword: setting({
    schema: text,
    default: undefined,
    expects: "one line of text",
    example: '"$(cat redis-password)"',
    help: "password for Redis, if REDIS_URL does not contain it",
    isSecret: true,
  }),
  redisPrefix: setting({
    schema: text.max(128),
    default: "signaling:",
    expects: "one line of text of at most 128 characters",
    help: "prefix of all names in Redis; servers with the same prefix share their rooms",
  }),
  workers: setting({
    schema: wholeNumber(1, 256),
    default: "1",
    expects: "a whole number from 1 to 256",
    help: "number of processes that share the port and the rooms, to use several processor cores; needs no Redis; only for the command line",
  }),
  nodeUrl: setting({
    schema: origin,
    default: undefined,
    expects: "an http or https URL without a path",
    example: "http://10.0.0.3:3000",
    help: "URL at which the other servers of a cluster reach this server, so that they can forward long polling to it; without it, long polling needs sticky sessions; with several workers, an http URL whose host is an address of this machine",
  }),
};
