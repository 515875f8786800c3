import { permissions } from "../auth/identity.ts";
import { inspectToken } from "../auth/inspect.ts";
import { mintToken } from "../auth/mint.ts";
import { jsonWebTokenOptions } from "../composition/json-web-token-settings.ts";
import { missingSetting, resolveOptions, SettingError } from "../config/config.ts";
import {
  type CommandLineInput,
  type CommandResult,
  type Flags,
  givenSettings,
  parseFlags,
  textOf,
} from "./command-line.ts";

const text = { type: "string" } as const;

/** Runs `token …`, which creates a token, or `token inspect …`. Throws a {@link SettingError}. */
export async function tokenCommand(input: CommandLineInput): Promise<CommandResult> {
  const { flags, positionals } = parseFlags(input.arguments.slice(1), {
    allowPositionals: true,
    options: {
      sub: text,
      "peer-id": text,
      room: { ...text, multiple: true },
      permissions: text,
      expires: text,
    },
  });
  const [action, token, ...rest] = positionals;
  if (flags["help"]) return { output: tokenHelp, exitCode: 0 };
  if (action === undefined) return mint(input, flags);
  if (action === "inspect" && token !== undefined && rest.length === 0) {
    return inspect(input, flags, token);
  }
  throw new SettingError(
    "expected `token --sub <name>` or `token inspect <token>`. See token --help.",
  );
}

async function mint(input: CommandLineInput, flags: Flags): Promise<CommandResult> {
  const options = optionsOf(input, flags);
  const { jwtSecret } = options;
  const checks = jsonWebTokenOptions(options, () => {});
  const { audience, issuer } = checks;
  if (jwtSecret === undefined) throw missingSetting("jwtSecret", "it signs the token");
  const subject = textOf(flags["sub"]);
  if (subject === undefined) {
    throw new SettingError("--sub is not set: a token needs a subject, for example --sub ada");
  }
  const token = await mintToken(jwtSecret, {
    issuer,
    audience,
    subject,
    peerId: textOf(flags["peer-id"]),
    rooms: flags["room"] === undefined ? undefined : [flags["room"]].flat().map(String),
    permissions: permissionsIn(textOf(flags["permissions"])),
    expiresInSeconds: secondsIn(textOf(flags["expires"]) ?? "1h"),
  });
  const { verdict } = await inspectToken(token, checks);
  if ("refusal" in verdict) {
    throw new SettingError(`a server would refuse the token: ${verdict.refusal.reason}`);
  }
  return { output: `${token}\n`, exitCode: 0 };
}

async function inspect(
  input: CommandLineInput,
  flags: Flags,
  token: string,
): Promise<CommandResult> {
  const options = jsonWebTokenOptions(optionsOf(input, flags), () => {});
  const { header, claims, verdict } = await inspectToken(token.trim(), options);
  const isAccepted = "identity" in verdict;
  const lines = [
    `header: ${JSON.stringify(header, null, 2) ?? "cannot be read"}`,
    `claims: ${JSON.stringify(claims, null, 2) ?? "cannot be read"}`,
    isAccepted
      ? `accepted: until ${new Date(verdict.identity.expiresAtMs ?? 0).toISOString()}`
      : `refused: ${verdict.refusal.code}: ${verdict.refusal.reason}`,
  ];
  return { output: `${lines.join("\n")}\n`, exitCode: isAccepted ? 0 : 1 };
}

/** Returns the settings with `AUTH=jwt`, because the command is about JSON Web Tokens only. */
function optionsOf(input: CommandLineInput, flags: Flags) {
  return resolveOptions({ ...givenSettings(input, flags), auth: "jwt" });
}

function permissionsIn(list: string | undefined): readonly string[] | undefined {
  const words = list?.split(/ *, */);
  const unknown = words?.find((word) => !permissions.some((permission) => permission === word));
  if (unknown === undefined) return words;
  const all = permissions.join(", ");
  throw new SettingError(`--permissions contains "${unknown}": expected one or more of ${all}`);
}

/** Returns a duration such as `90s`, `15m`, `1h` or `7d` in seconds. */
function secondsIn(duration: string): number {
  const [, count, unit = ""] = /^(\d{1,6})([smhd])$/.exec(duration) ?? [];
  const seconds = { s: 1, m: 60, h: 3_600, d: 86_400 }[unit];
  if (seconds !== undefined) return Number(count) * seconds;
  throw new SettingError(
    `--expires is "${duration}": expected a duration, for example 90s, 15m, 1h or 7d`,
  );
}

const tokenHelp = `Usage: simple-webrtc-signaling-server token --sub <name> [--flag value]...
       simple-webrtc-signaling-server token inspect <token>

Creates a JSON Web Token for development, for a server with AUTH=jwt. JWT_SECRET signs the
token, JWT_ISSUER is its issuer, JWT_AUDIENCE its audience. \`inspect\` prints the claims of a
token and whether such a server would accept it (exit code 0) or why it would refuse it (1).
Flags override the environment, the environment overrides the file of --config.

  --sub <name>              subject: the user of the token
  --peer-id <id>            the only peer id that the token permits; any if absent
  --room <name>             a room that the token permits, or team-* for all rooms with this
                            prefix; may be repeated; any room if absent
  --permissions <list>      one or more of broadcast,relay,admin; broadcast,relay if absent
  --expires <duration>      time to live, such as 90s, 15m, 1h or 7d; 1h if absent

  --jwt-secret, --jwt-audience, --jwt-issuer, … and --config: see --help
`;
