import { type ParseArgsConfig, parseArgs } from "node:util";
import {
  flagOf,
  type Options,
  resolveOptions,
  SettingError,
  type SettingName,
  settings,
  variableOf,
} from "../config/config.ts";
import { misspelledVariables } from "../config/misspelled-variables.ts";
import { readSettingsFile } from "../config/settings-file.ts";
import { usageProblem } from "./usage-problem.ts";

const settingNames = Object.keys(settings) as SettingName[];

const variables = settingNames.map(variableOf);

/** The meaning of a command line that has no subcommand. */
export type Command = { readonly action: "help" } | { readonly action: "version" } | ServeCommand;

export interface ServeCommand {
  readonly action: "serve";
  readonly options: Options;
  /** Lines for the standard error. */
  readonly warnings: readonly string[];
}

export interface CommandLineInput {
  /** The arguments after the program's name. */
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => string;
}

/** The result of a subcommand. */
export interface CommandResult {
  /** Text for the standard output. */
  readonly output: string;
  /** Text for the standard error. */
  readonly complaint?: string;
  readonly exitCode: number;
}

/**
 * Reads the settings from flags, the environment, the env file and the defaults, in this order of precedence. Throws a
 * {@link SettingError}.
 */
export function parseCommandLine(input: CommandLineInput): Command {
  const { flags } = parseFlags(input.arguments, {
    options: { version: { type: "boolean", short: "v" } },
  });
  if (flags["help"]) return { action: "help" };
  if (flags["version"]) return { action: "version" };
  const options = resolveOptions(givenSettings(input, flags));
  return { action: "serve", options, warnings: misspelledVariables(input.environment, variables) };
}

/** Returns the settings that are set: by flags, else by the environment, else by the env file. */
export function givenSettings(input: CommandLineInput, flags: Flags): Partial<GivenSettings> {
  const path = flags["config"];
  const file = typeof path === "string" ? readSettingsFile(path, input.readFile, variables) : {};
  const entries = settingNames.map((name) => {
    const variable = variableOf(name);
    const values = [flags[flagOf(name)], input.environment[variable], file[variable]];
    return [name, values.find((value) => value !== undefined && value !== "")] as const;
  });
  return Object.fromEntries(entries);
}

type GivenSettings = Record<SettingName, unknown>;

/** Returns the text of `--help`. */
export function helpText(): string {
  const entries = [
    ...settingNames.map((name) => [
      `--${flagOf(name)} <value>`,
      variableOf(name),
      sentenceOf(name),
    ]),
    ["token --help", "", "help for the command `token`: create or inspect a JSON Web Token"],
    ["admin --help", "", "help for the command `admin`: administer a running server"],
    [
      "--config <path>",
      "",
      "file of settings, one NAME=value per line; the environment overrides it",
    ],
    ["-h, --help", "", "print this text"],
    ["-v, --version", "", "print the version"],
  ];
  const lines = entries.map(([flag = "", variable = "", help = ""]) => {
    const names = `  ${flag.padEnd(32)}${variable}`.trimEnd();
    return `${names}\n      ${help}`;
  });
  return `Usage: simple-webrtc-signaling-server [--flag value]...

A signaling server for WebRTC: peers join rooms and exchange session
descriptions and ICE candidates. Each setting is a flag or an environment
variable. A flag overrides the environment, the environment overrides the file.

${lines.join("\n")}
`;
}

function sentenceOf(name: SettingName): string {
  const { help, default: byDefault, expects, example } = settings[name];
  const details = [
    expects,
    ...(example === undefined ? [] : [`for example ${example}`]),
    ...(byDefault === undefined ? [] : [`default ${byDefault}`]),
  ];
  return `${help}\n      (${details.join("; ")})`;
}

export type Flags = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** Returns the value of a flag; `undefined` if it is absent or empty. */
export function textOf(flag: Flags[string]): string | undefined {
  return typeof flag === "string" && flag !== "" ? flag : undefined;
}

/** Parses flags: those of the settings, `--config`, `--help`, and those of a command. Throws a {@link SettingError}. */
export function parseFlags(
  args: readonly string[],
  own: Pick<ParseArgsConfig, "options" | "allowPositionals">,
): { readonly flags: Flags; readonly positionals: readonly string[] } {
  const text = { type: "string" } as const;
  const options = {
    ...Object.fromEntries(settingNames.map((name) => [flagOf(name), text])),
    config: text,
    help: { type: "boolean", short: "h" },
    ...own.options,
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], ...own, options });
    return { flags: values, positionals };
  } catch (error) {
    throw new SettingError(usageProblem(error, Object.keys(options)), { cause: error });
  }
}
