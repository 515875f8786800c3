import type { Redis, RedisOptions } from "ioredis";
import {
  type ConnectionProblem,
  connectionProblemOf,
  LastingProblem,
} from "./connection-problem.ts";
import { scripts } from "./scripts/scripts.ts";
import { Turn } from "./turn.ts";

/** The time limit of a connection until it can be used, in milliseconds. */
const openMs = 2_000;

export interface RedisAddress {
  /** A URL with the scheme `redis` or `rediss`. */
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Begins the name of every key and channel. */
  readonly prefix: string;
}

export interface ClientEvents {
  readonly channel: string;
  readonly received: (text: string) => void;
  /** The connection has ended. Is called once, and not before it was opened. */
  readonly ended: (problem: ConnectionProblem) => void;
}

/** An open connection. */
export interface OpenClient {
  /** Sends a command. */
  call(name: string, parameters: readonly (string | number)[]): Promise<unknown>;
  /** Sends all commands of this turn now. */
  flush(): void;
  /** Ends the connection, which receives nothing from now on. */
  end(): void;
}

/** Opens a connection that has the scripts and receives the channel. Rejects with a {@link ConnectionProblem}. */
export async function openClient(
  { url, username, password }: RedisAddress,
  { channel, received, ended }: ClientEvents,
): Promise<OpenClient> {
  const { Redis } = await import("ioredis");
  const client = new Redis(url, {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...fixedOptions,
  });
  let problem: Error | undefined;
  let isOpened = false;
  client.on("error", (error: Error) => {
    problem = error;
  });
  client.on("end", () => {
    if (isOpened) ended(problem ?? new Error("the connection to Redis was closed"));
  });
  let isOver = false;
  // The library still reads what arrives after the end, and another connection receives it, too.
  client.on("message", (_channel: string, text: string) => {
    if (!isOver) received(text);
  });
  const end = () => {
    isOver = true;
    client.disconnect();
  };
  try {
    await inTime(prepare(client, channel));
    isOpened = true;
    const turn = new Turn(client.stream);
    const call: OpenClient["call"] = (name, parameters) => {
      turn.begin();
      return client.call(name, ...parameters);
    };
    return { call, flush: () => turn.end(), end };
  } catch (error) {
    end();
    throw connectionProblemOf(problem ?? error);
  }
}

/** Every connection has a client of its own, so that no command of an earlier one is sent again or later. */
const fixedOptions = {
  protocol: 3,
  lazyConnect: true,
  retryStrategy: null,
  // Its question is one more round trip. A Redis that is loading its data refuses the first script.
  enableReadyCheck: false,
  enableOfflineQueue: false,
  autoResubscribe: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: null,
  disableClientInfo: true,
  connectTimeout: openMs,
} as const satisfies RedisOptions;

/** Everything takes two round trips after the handshakes of TCP and TLS, so that a slow Redis can be used, too. */
async function prepare(client: Redis, channel: string): Promise<void> {
  await client.connect();
  // The library falls back silently to an earlier protocol, which cannot receive messages and commands at once.
  const hello = client.call("HELLO", "3");
  const loaded = Object.values(scripts).map(({ text }) => client.call("SCRIPT", "LOAD", text));
  const prepared = Promise.all([hello, ...loaded, client.subscribe(channel)]);
  const [info] = await Promise.all([client.info("cluster"), prepared]);
  if (/cluster_enabled:1/.test(info)) {
    throw new LastingProblem("this is a Redis Cluster, which has no single order of changes");
  }
}

async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const fail = () => reject(new Error(`Redis did not respond within ${openMs} ms`));
    timer = setTimeout(fail, openMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
