import { parseArgs } from "node:util";
import { expect, test } from "vitest";
import { usageProblem } from "./usage-problem.ts";

test.each([
  [["--nope"], "Unknown option '--nope'. See --help."],
  [["--prot", "1"], "Unknown option '--prot'; did you mean --port? See --help."],
  [["--base_path=/a"], "Unknown option '--base_path'; did you mean --base-path? See --help."],
  [["--port"], "Option '--port <value>' argument missing. See --help."],
  [["--port", "--port"], "Option '--port' argument is ambiguous. See --help."],
  [
    ["serve"],
    'Unknown command "serve": expected token or admin, or no command to start the server. See --help.',
  ],
  [
    ["drain", "-Wx"],
    "Unknown option '-W'. Write -- before values that begin with a hyphen. See --help.",
    true,
  ],
])(
  "[case N7] %o is refused in one line with the remedy",
  (args, expected, allowPositionals = false) => {
    const problem = () => {
      try {
        return parseArgs({ args, allowPositionals, options: { port: { type: "string" } } });
      } catch (error) {
        return usageProblem(error, ["port", "base-path"]);
      }
    };
    expect(problem()).toBe(expected);
  },
);
