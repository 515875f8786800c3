#!/usr/bin/env node
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import process from "node:process";
import { inspect } from "node:util";
import {
  type CommandLineInput,
  type CommandResult,
  helpText,
  parseCommandLine,
} from "./commands/command-line.ts";
import { type Options, SettingError } from "./config/config.ts";
import { createSignalingServer, type SignalingServer } from "./server.ts";
import { version } from "./version.ts";

/** The longest time from the beginning of `close()` to the end of the process, even if work is pending. */
const closeMs = 1_500;

type OwnCommand = (input: CommandLineInput) => Promise<CommandResult>;

/** Each command is loaded when it is used, so that the server starts without them. */
const ownCommands: ReadonlyMap<string, () => Promise<OwnCommand>> = new Map([
  ["token", async () => (await import("./commands/token-command.ts")).tokenCommand],
  ["admin", async () => (await import("./commands/admin-command.ts")).adminCommand],
]);

async function main(): Promise<void> {
  const input: CommandLineInput = {
    arguments: process.argv.slice(2),
    environment: process.env,
    readFile: (path) => readFileSync(path, "utf8"),
  };
  const ownCommand = ownCommands.get(String(input.arguments[0]));
  if (ownCommand) {
    const run = await ownCommand();
    say(await run(input));
    return;
  }
  const command = parseCommandLine(input);
  if (command.action === "help") process.stdout.write(helpText());
  else if (command.action === "version") process.stdout.write(`${version}\n`);
  else await serve(command.options);
}

function say({ output, complaint = "", exitCode }: CommandResult): void {
  process.stdout.write(output);
  process.stderr.write(complaint);
  process.exitCode = exitCode;
}

async function serve(options: Options): Promise<void> {
  const isTokenMissing = options.auth === "token" && options.token === undefined;
  const token = isTokenMissing ? randomBytes(24).toString("base64url") : options.token;
  const server = createSignalingServer({ ...options, token });
  endOnSignal(server, options.drainSeconds);
  const { url } = await server.listen();
  if (isTokenMissing) sayToken(new URL(url).origin, options.socketPath, token);
}

/** Prints to the standard error, so that the log contains no tokens. */
function sayToken(origin: string, socketPath: string, token: string | undefined): void {
  const path = socketPath === "/socket.io/" ? "" : `path: "${socketPath}", `;
  process.stderr.write(`
TOKEN is not set, so the server generated a token for this run and prints it only here. Clients connect with

  io("${origin}", { ${path}auth: { token: "${token}" } })

To use a fixed token, set TOKEN. To disable authentication, set AUTH=none.

`);
}

/** The first signal drains the server, the second one closes it at once. */
function endOnSignal(server: SignalingServer, drainSeconds: number): void {
  const exit = () => process.exit(0);
  const exitWithin = (milliseconds: number) => setTimeout(exit, milliseconds).unref();
  let isDraining = false;
  const end = () => {
    exitWithin(isDraining ? closeMs : drainSeconds * 1_000 + closeMs);
    const ended = isDraining ? server.close() : server.drain();
    isDraining = true;
    ended.then(exit, fail);
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
}

/** The user can fix a wrong setting or a busy port, so one line is enough. A defect needs the stack trace. */
function fail(error: unknown): void {
  const isUserError =
    error instanceof SettingError || (error instanceof Error && "syscall" in error);
  process.stderr.write(`${isUserError ? error.message : inspect(error)}\n`);
  process.exit(1);
}

main().catch(fail);
