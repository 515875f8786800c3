import { resolveOptions, SettingError } from "../config/config.ts";
import { longestBanSeconds } from "../http/admin/schemas.ts";
import { adminHelp } from "./admin-help.ts";
import {
  type AdminRequest,
  AdminRequestError,
  type AdminServer,
  adminRequest,
  type JsonObject,
  listIn,
} from "./admin-request.ts";
import {
  type CommandLineInput,
  type CommandResult,
  type Flags,
  givenSettings,
  parseFlags,
  textOf,
} from "./command-line.ts";

interface AdminCommand {
  /** The names of the arguments. */
  readonly takes: readonly string[];
  readonly request: (args: readonly string[], flags: Flags) => AdminRequest;
  /** The member of the response that is a list, of which each response contains one page. */
  readonly list?: string;
  readonly line: (of: JsonObject) => string;
}

const peers = (count: unknown) => (count === 1 ? "1 peer" : `${String(count)} peers`);

const sessions = (count: unknown) =>
  `${String(count)} ${count === 1 ? "session" : "sessions"} ended`;

/** The duration of a ban without `--seconds`. */
const usualBan = 3_600;

/** Returns the duration of a ban in seconds; `undefined` if the flag is absent. */
function secondsIn(flags: Flags, name: string): number | undefined {
  const text = textOf(flags[name]);
  if (text === undefined) return undefined;
  const seconds = /^\d+$/.test(text.trim()) ? Number(text) : 0;
  if (1 <= seconds && seconds <= longestBanSeconds) return seconds;
  throw new SettingError(
    `--${name} is "${text}": expected a whole number from 1 to ${longestBanSeconds}, for example --${name} ${usualBan}`,
  );
}

function banCommand(kind: string, argument: string): AdminCommand {
  return {
    takes: [argument],
    request: ([value = ""], flags) => {
      const seconds = secondsIn(flags, "seconds") ?? usualBan;
      return { method: "POST", path: ["bans"], body: { kind, value, seconds } };
    },
    line: ({ kicked, until }) => `banned until ${String(until)}; ${sessions(kicked)}`,
  };
}

/** Returns the counts of a server in words; `-` if it does not answer. */
function countsOf(status: unknown): string {
  if (typeof status !== "object" || status === null) return "does not answer";
  const { state, rooms, peers, away, visitors } = status as JsonObject;
  return `${state}  ${rooms} rooms, ${peers} peers, ${away} away, ${visitors} without a room`;
}

const commands: Readonly<Record<string, AdminCommand>> = {
  nodes: {
    takes: [],
    request: () => ({ method: "GET", path: ["nodes"] }),
    list: "nodes",
    line: ({ node, isHere, status }) => `${node}  ${countsOf(status)}${isHere ? "  (here)" : ""}`,
  },
  drain: {
    takes: ["node"],
    request: ([node = ""]) => ({ method: "DELETE", path: ["nodes", node] }),
    line: ({ sockets }) => `draining ${String(sockets)} sockets`,
  },
  rooms: {
    takes: [],
    request: () => ({ method: "GET", path: ["rooms"] }),
    list: "rooms",
    line: ({ room, peers }) => `${String(peers).padStart(5)}  ${String(room)}`,
  },
  peers: {
    takes: ["room"],
    request: ([room = ""]) => ({ method: "GET", path: ["rooms", room, "peers"] }),
    list: "peers",
    line: ({ peerId, subject, joinedAt, metadata }) =>
      [joinedAt, peerId, subject ?? "-", JSON.stringify(metadata)].join("  "),
  },
  peer: {
    takes: ["room", "peerId"],
    request: ([room = "", peerId = ""]) => ({
      method: "GET",
      path: ["rooms", room, "peers", peerId],
    }),
    line: (peer) => JSON.stringify(peer),
  },
  kick: {
    takes: ["room", "peerId"],
    request: ([room = "", peerId = ""], flags) => {
      const banSeconds = secondsIn(flags, "ban")?.toString();
      return {
        method: "DELETE",
        path: ["rooms", room, "peers", peerId],
        ...(banSeconds && { query: { banSeconds } }),
      };
    },
    line: ({ kicked }) => sessions(kicked),
  },
  "kick-identity": {
    takes: ["subject"],
    request: ([subject = ""]) => ({ method: "DELETE", path: ["identities", subject] }),
    line: ({ kicked }) => sessions(kicked),
  },
  ban: banCommand("identity", "subject"),
  "ban-address": banCommand("address", "address"),
  revoke: banCommand("token", "tokenId"),
  bans: {
    takes: [],
    request: () => ({ method: "GET", path: ["bans"] }),
    list: "bans",
    line: ({ kind, value, until, actor }) => [until, kind, value, actor ?? "-"].join("  "),
  },
  lift: {
    takes: ["kind", "value"],
    request: ([kind = "", value = ""]) => ({ method: "DELETE", path: ["bans", kind, value] }),
    line: () => "ban lifted",
  },
  close: {
    takes: ["room"],
    request: ([room = ""]) => ({ method: "DELETE", path: ["rooms", room] }),
    line: ({ closed }) => sessions(closed),
  },
  notice: {
    takes: ["text"],
    request: ([text = ""], flags) => {
      const room = textOf(flags["room"]);
      return { method: "POST", path: ["notices"], body: { text, ...(room && { room }) } };
    },
    line: ({ recipients }) => `notice sent to ${peers(recipients)}`,
  },
};

/** Runs `admin …`: sends one request to the administration API of a running server. */
export async function adminCommand(input: CommandLineInput): Promise<CommandResult> {
  try {
    const { flags, positionals } = parseFlags(input.arguments.slice(1), {
      allowPositionals: true,
      options: {
        url: { type: "string" },
        room: { type: "string" },
        seconds: { type: "string" },
        ban: { type: "string" },
        json: { type: "boolean" },
      },
    });
    if (flags["help"]) return { output: adminHelp, exitCode: 0 };
    const command = commandOf(positionals);
    refuseOtherFlags(positionals[0], flags);
    const request = command.request(positionals.slice(1), flags);
    const response = await wholeAnswer(serverOf(input, flags), request, command);
    return {
      output: flags["json"] ? `${JSON.stringify(response)}\n` : textFor(command, response),
      exitCode: 0,
    };
  } catch (error) {
    const isUsers = error instanceof SettingError;
    if (!isUsers && !(error instanceof AdminRequestError)) throw error;
    return { output: "", complaint: `${visible(error.message)}\n`, exitCode: isUsers ? 2 : 1 };
  }
}

function commandOf([name = "", ...args]: readonly string[]): AdminCommand {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const names = Object.keys(commands).join(", ");
    throw new SettingError(`expected \`admin\` with one of ${names}. See admin --help.`);
  }
  if (args.length === command.takes.length && !args.includes("")) return command;
  const takes = command.takes.map((argument) => ` <${argument}>`).join("");
  throw new SettingError(`expected \`admin ${name}${takes}\`. See admin --help.`);
}

/** The flags that only some commands have. */
const flagOwners: Readonly<Record<string, readonly string[]>> = {
  seconds: ["ban", "ban-address", "revoke"],
  ban: ["kick"],
  room: ["notice"],
};

/** Refuses a flag of another command, which would have no effect: `kick --seconds` bans nobody. */
function refuseOtherFlags(name = "", flags: Flags): void {
  for (const [flag, owners] of Object.entries(flagOwners)) {
    if (flags[flag] === undefined || owners.includes(name)) continue;
    throw new SettingError(
      `\`admin ${name}\` has no flag --${flag}: it is for ${owners.join(", ")}. See admin --help.`,
    );
  }
}

/** Mode development, because the command line tool may send the sample token. */
function serverOf(input: CommandLineInput, flags: Flags): AdminServer {
  const { port, basePath, adminToken } = givenSettings(input, flags);
  const options = resolveOptions({ port, basePath, adminToken, mode: "development" });
  const url = textOf(flags["url"]) ?? `http://localhost:${options.port}${options.basePath}`;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new SettingError(
      `--url is "${url}": expected an http or https URL, for example --url http://localhost:3000`,
    );
  }
  if (options.adminToken === undefined) {
    throw new SettingError(
      "ADMIN_TOKEN is not set: set it in the environment or in the file of --config",
    );
  }
  return { url: url.replace(/\/+$/, ""), token: options.adminToken };
}

/** Returns the response; of a list, all pages in one object. */
async function wholeAnswer(
  server: AdminServer,
  request: AdminRequest,
  { list }: AdminCommand,
): Promise<JsonObject> {
  if (list === undefined) return adminRequest(server, request);
  const items: unknown[] = [];
  let query: Record<string, string> = { limit: "1000" };
  for (;;) {
    const page = await adminRequest(server, { ...request, query });
    items.push(...listIn(page, list));
    if (typeof page["next"] !== "string") return { [list]: items };
    query = { ...query, after: page["next"] };
  }
}

function textFor({ list, line }: AdminCommand, answer: JsonObject): string {
  const items = list === undefined ? [answer] : listIn(answer, list);
  return items.map((item) => `${visible(line(item))}\n`).join("");
}

/** Escapes control characters, because names that clients choose must not control the terminal. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
}
