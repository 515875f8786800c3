import { nearestName } from "../config/nearest-name.ts";

/** The subcommands. Without a subcommand the program starts the server. */
const commands = ["token", "admin"];

/** Returns one line for a wrong command line, from the error that `parseArgs` of Node.js throws. `flags` are the names of all flags. */
export function usageProblem(error: unknown, flags: readonly string[]): string {
  const { message, code } = error as Error & { readonly code?: string };
  const unexpected = /'(.*)'/s.exec(message)?.[1];
  if (code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL") {
    return `Unknown command ${JSON.stringify(unexpected)}: expected ${commands.join(" or ")}, or no command to start the server. See --help.`;
  }
  // Node.js adds advice about its own API in further sentences and lines.
  const [sentence] = message.split(/\.\s/);
  const [, unknown = ""] = /^Unknown option '(.*?)'/s.exec(message) ?? [];
  const similar = nearestName(unknown, flags);
  if (similar !== undefined) return `${sentence}; did you mean --${similar}? See --help.`;
  const advice = message.includes("positional argument")
    ? " Write -- before values that begin with a hyphen."
    : "";
  return `${sentence}.${advice} See --help.`;
}
