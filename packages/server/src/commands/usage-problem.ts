/** The commands beside the start of the server, which needs none. */
const commands = ["token", "admin"];

/** Says in one line what is wrong with a command line, from the error that `parseArgs` of Node.js throws. */
export function usageProblem(error: unknown): string {
  const { message, code } = error as Error & { readonly code?: string };
  const unexpected = /'(.*)'/s.exec(message)?.[1];
  if (code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL") {
    return `There is no command ${JSON.stringify(unexpected)}: the commands are ${commands.join(" and ")}, and without one the server starts. See --help.`;
  }
  // Node.js adds advice that does not fit here, in further sentences and lines.
  const [sentence] = message.split(/\.\s/);
  return `${sentence}. See --help.`;
}
