import { parseArgs, parseEnv } from "node:util";
import {
  flagOf,
  type Options,
  resolveOptions,
  SettingError,
  type SettingName,
  settings,
  variableOf,
} from "./config.ts";

const settingNames = Object.keys(settings) as SettingName[];

/** What a command line asks for. */
export type Command =
  | { readonly action: "help" }
  | { readonly action: "version" }
  | { readonly action: "serve"; readonly options: Options };

export interface CommandLineInput {
  /** The arguments after the program's name. */
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => string;
}

/**
 * Reads the settings from flags, the environment, the env file and the defaults, in that order of
 * strength. Throws a {@link SettingError}, one line for the user.
 */
export function parseCommandLine(input: CommandLineInput): Command {
  const flags = parseFlags(input.arguments);
  if (flags["help"]) return { action: "help" };
  if (flags["version"]) return { action: "version" };
  const path = flags["config"];
  const file = typeof path === "string" ? parseEnv(read(input, path)) : {};
  const given = Object.fromEntries(
    settingNames.map((name) => {
      const variable = variableOf(name);
      const values = [flags[flagOf(name)], input.environment[variable], file[variable]];
      return [name, values.find((value) => value !== undefined && value !== "")];
    }),
  );
  return { action: "serve", options: resolveOptions(given) };
}

/** The text of `--help`. */
export function helpText(): string {
  const entries = [
    ...settingNames.map((name) => [
      `--${flagOf(name)} <value>`,
      variableOf(name),
      sentenceOf(name),
    ]),
    ["--config <path>", "", "file of settings, NAME=value a line; weaker than the environment"],
    ["-h, --help", "", "say this and stop"],
    ["-v, --version", "", "say the version and stop"],
  ];
  const lines = entries.map(([flag = "", variable = "", help = ""]) => {
    const names = `  ${flag.padEnd(32)}${variable}`.trimEnd();
    return `${names}\n      ${help}`;
  });
  return `Usage: simple-webrtc-signaling-server [--flag value]...

Programs that want a WebRTC connection meet here and exchange their session
descriptions and ICE candidates. Each setting is a flag or a variable of the
environment; the flag wins, then the environment, then the env file.

${lines.join("\n")}
`;
}

function sentenceOf(name: SettingName): string {
  const { help, default: byDefault, expects } = settings[name];
  const details = byDefault === undefined ? expects : `${expects}; default ${byDefault}`;
  return `${help}\n      (${details})`;
}

function parseFlags(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...Object.fromEntries(settingNames.map((name) => [flagOf(name), text])),
        config: text,
        help: { ...flag, short: "h" },
        version: { ...flag, short: "v" },
      },
    }).values as Record<string, string | boolean | undefined>;
  } catch (error) {
    throw new SettingError(`${messageOf(error)} See --help.`, { cause: error });
  }
}

function read({ readFile }: CommandLineInput, path: string): string {
  try {
    return readFile(path);
  } catch (error) {
    throw new SettingError(`--config cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
