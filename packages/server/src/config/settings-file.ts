import { parseEnv } from "node:util";
import { SettingError } from "./config.ts";
import { nearestName } from "./nearest-name.ts";

/**
 * Reads the file of `--config`: one `NAME=value` per line, as in the env files of Node.js and Docker. Throws a
 * {@link SettingError} if the file cannot be read, or if it contains a name that is not a setting.
 */
export function readSettingsFile(
  path: string,
  readFile: (path: string) => string,
  variables: readonly string[],
): Readonly<Record<string, string | undefined>> {
  // Some editors begin a file with a byte order mark.
  const text = contentOf(path, readFile).replace(/^\u{FEFF}/u, "");
  if (text.includes("\0")) {
    throw new SettingError(`--config ${path}: the file is not UTF-8 text; save it as UTF-8`);
  }
  refuseOtherLines(path, text);
  const values = parseEnv(text);
  refuseOtherNames(path, Object.keys(values), variables);
  return values;
}

function contentOf(path: string, readFile: (path: string) => string): string {
  try {
    return readFile(path);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new SettingError(`--config cannot be read: ${message}`, { cause: error });
  }
}

/** `parseEnv` skips lines that it cannot parse, so a setting would be ignored silently. */
function refuseOtherLines(path: string, text: string): void {
  const lines = text.split("\n");
  /** The quotation mark of a value that continues in the next line. */
  let open: string | undefined;
  for (const [index, line] of lines.entries()) {
    if (open !== undefined) {
      if (line.includes(open)) open = undefined;
      continue;
    }
    if (/^\s*(#|$)/.test(line)) continue;
    const value = /^\s*(?:export\s+)?[\w.-]+\s*=\s*(.*)/.exec(line)?.[1];
    if (value === undefined) {
      throw new SettingError(`--config ${path}: line ${index + 1} is not NAME=value`);
    }
    const [, mark, rest = ""] = /^(["'`])(.*)/.exec(value) ?? [];
    const isOpen = mark !== undefined && !rest.includes(mark);
    if (isOpen && lines.slice(index + 1).some((later) => later.includes(mark))) open = mark;
  }
}

function refuseOtherNames(
  path: string,
  names: readonly string[],
  variables: readonly string[],
): void {
  const unknown = names.filter((name) => !variables.includes(name));
  if (unknown.length === 0) return;
  const guesses = unknown.flatMap((name) => nearestName(name, variables) ?? []);
  const list = unknown.join(" and ");
  const problem = unknown.length === 1 ? `${list} is not a setting` : `${list} are not settings`;
  const guess = guesses.length === 0 ? "." : `; did you mean ${guesses.join(" and ")}?`;
  throw new SettingError(`--config ${path}: ${problem}${guess} See --help.`);
}
