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
  type ServeCommand,
} from "./commands/command-line.ts";
import type { OtherProcess } from "./composition/workers/process-port.ts";
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
  else await serve(command);
}

function say({ output, complaint = "", exitCode }: CommandResult): void {
  process.stdout.write(output);
  process.stderr.write(complaint);
  process.exitCode = exitCode;
}

async function serve({ options, warnings }: ServeCommand): Promise<void> {
  const isTokenMissing = options.auth === "token" && options.token === undefined;
  const newToken = isTokenMissing ? randomBytes(24).toString("base64url") : undefined;
  if (options.workers > 1 && (await import("node:cluster")).default.isWorker) {
    return serveAsWorker(options);
  }
  for (const warning of warnings) process.stderr.write(`${warning}\n`);
  if (options.workers === 1) await serveAlone(options, newToken);
  else await serveWithWorkers(options, newToken);
}

async function serveAlone(options: Options, newToken: string | undefined): Promise<void> {
  const server = createSignalingServer({ ...options, token: newToken ?? options.token });
  onSignal(endOf(server, options));
  onHangup(options, () => server.reloadCertificate());
  exitAfter(server);
  const { url } = await server.listen();
  if (newToken !== undefined) sayToken(url, options, newToken);
}

/** Each worker runs this program with the same command line. */
async function serveWithWorkers(options: Options, newToken: string | undefined): Promise<void> {
  const { runWorkers } = await import("./composition/workers/primary-process.ts");
  const workers = runWorkers(options, newToken);
  onSignal(endOf(workers, options));
  // The workers notice a change of the certificate themselves.
  onHangup(options, () => {});
  process.exit(await workers.ended);
}

async function serveAsWorker(options: Options): Promise<void> {
  const { joinWorkers } = await import("./composition/workers/worker-process.ts");
  const {
    token: newToken,
    isFirst,
    forwarded,
    onEnd,
    ...own
  } = await joinWorkers(options, process as OtherProcess);
  const server = createSignalingServer({ ...options, ...own, token: newToken ?? options.token });
  server.attach(forwarded);
  const end = endOf(server, options);
  let isEnding = false;
  onEnd(() => {
    isEnding = true;
    end();
  });
  // A terminal sends a signal to all processes. The primary process decides what it means.
  onSignal(() => {});
  onHangup(options, () => server.reloadCertificate());
  exitAfter(server);
  const listening = await server.listen().catch((error: unknown) => {
    // A server that was closed during its start cannot listen, which is no failure.
    if (!isEnding) throw error;
  });
  if (listening && isFirst && newToken !== undefined) sayToken(listening.url, options, newToken);
}

/** Prints to the standard error, so that the log contains no tokens. */
function sayToken(url: string, { socketPath }: Options, token: string): void {
  const path = socketPath === "/socket.io/" ? "" : `path: "${socketPath}", `;
  // Clients of a Unix socket connect to the proxy.
  const origin = url.startsWith("unix:") ? "https://<host of the proxy>" : new URL(url).origin;
  process.stderr.write(`
TOKEN is not set, so the server generated a token for this run and prints it only here. Clients connect with

  io("${origin}", { ${path}auth: { token: "${token}" } })

To use a fixed token, set TOKEN. To disable authentication, set AUTH=none.

`);
}

/** An administrator can drain the server, after which the process has no work. */
function exitAfter({ closed }: Pick<SignalingServer, "closed">): void {
  void closed.then(() => process.exit(0));
}

function onSignal(listener: () => void): void {
  process.on("SIGTERM", listener);
  process.on("SIGINT", listener);
}

/** Without TLS, a hangup ends the process, as for most programs. */
function onHangup({ tlsCert }: Options, listener: () => void): void {
  if (tlsCert !== undefined) process.on("SIGHUP", listener);
}

/** Returns a function whose first call drains the server, and whose second call closes it at once. Then the process ends. */
function endOf(
  server: Pick<SignalingServer, "drain" | "close">,
  { drainSeconds }: Options,
): () => void {
  const exit = () => process.exit(0);
  const exitWithin = (milliseconds: number) => setTimeout(exit, milliseconds).unref();
  let isDraining = false;
  return () => {
    exitWithin(isDraining ? closeMs : drainSeconds * 1_000 + closeMs);
    const ended = isDraining ? server.close() : server.drain();
    isDraining = true;
    ended.then(exit, fail);
  };
}

/** The user can fix a wrong setting or a busy port, so one line is enough. A defect needs the stack trace. */
function fail(error: unknown): void {
  const isUserError =
    error instanceof SettingError || (error instanceof Error && "syscall" in error);
  process.stderr.write(`${isUserError ? error.message : inspect(error)}\n`);
  process.exit(1);
}

main().catch(fail);
