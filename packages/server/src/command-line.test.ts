import { expect, test } from "vitest";
import { type CommandLineInput, helpText, parseCommandLine } from "./command-line.ts";
import { settings } from "./config.ts";

const files: Record<string, string> = {
  "some.env": 'PORT=1001\nTOKEN="of the file"\n# a comment\nLOG_LEVEL=warn\n',
};

const parse = (args: string[], environment: CommandLineInput["environment"] = {}) =>
  parseCommandLine({
    arguments: args,
    environment,
    readFile: (path) => {
      const text = files[path];
      if (text === undefined) throw new Error(`no such file: ${path}`);
      return text;
    },
  });

test("a flag wins over the environment, that over the env file, that over the default", () => {
  const environment = { PORT: "1002", HOST: "127.0.0.1", AUTH: "" };
  const args = ["--config", "some.env", "--port=1003"];
  expect(parse(args, environment)).toMatchObject({
    options: { port: 1_003, host: "127.0.0.1", token: "of the file", auth: "token" },
  });
  expect(parse(args.slice(0, 2), environment)).toMatchObject({ options: { port: 1_002 } });
  expect(parse(args.slice(0, 2))).toMatchObject({ options: { port: 1_001, logLevel: "warn" } });
});

test("help names every setting, as a flag and as a variable", () => {
  expect(parse(["--help"])).toEqual({ action: "help" });
  const help = helpText();
  for (const { help: sentence, expects } of Object.values(settings)) {
    expect(help).toContain(sentence);
    expect(help).toContain(expects);
  }
  expect(help).toContain("--max-message-bytes <value>     MAX_MESSAGE_BYTES");
});

test.each([
  [["--prot", "1"], "Unknown option '--prot'"],
  [["--port"], "--port"],
  [["serve"], "serve"],
  [["--config", "none.env"], "--config cannot be read: no such file: none.env"],
])("a command line that cannot be read is refused in one line: %o", (args, sentence) => {
  expect(() => parse(args)).toThrow(sentence);
});

test("the version is asked for by a flag", () => {
  expect(parse(["-v"])).toEqual({ action: "version" });
});
