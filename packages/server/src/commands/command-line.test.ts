import { expect, test } from "vitest";
import { settings } from "../config/config.ts";
import { type CommandLineInput, helpText, parseCommandLine } from "./command-line.ts";

const files: Record<string, string> = {
  "some.env": 'PORT=1001\nTOKEN="of the file"\n# a comment\nLOG_LEVEL=warn\n',
  "marked.env": "\u{FEFF}TOKEN=the first line\r\nPORT=1001\r\n",
  "blank.env": 'TOKEN=" "\n',
  "empty.env": "TOKEN=\nPORT=\n",
  "misspelled.env": "PROT=1001\nTOKEN=a token\n",
  "flag.env": "max-message-bytes=2048\n",
  "foreign.env": "export PORT=1001\nDATABASE_URL=postgres://secret@db\nPATHS=x\n",
  "colon.env": "PORT=1001\n\n# it's a comment\nTOKEN: a token\n# it's another\n",
  "lines.env":
    'JWT_PUBLIC_KEY="-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----"\nPORT=1001\n',
  "wide.env": "\u{FFFD}\u{FFFD}P\0O\0R\0T\0=\u0031\0",
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

test("a flag overrides the environment, the environment the env file, and the env file the default", () => {
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
])("a wrong command line is refused in one line: %o", (args, sentence) => {
  expect(() => parse(args)).toThrow(sentence);
});

test("[case K22] a byte order mark and line ends of every kind in a file are ignored", () => {
  expect(parse(["--config", "marked.env"])).toMatchObject({
    options: { token: "the first line", port: 1_001 },
  });
});

test("[case S7] an empty value counts as unset, and a blank value is refused", () => {
  expect(parse(["--config", "empty.env"], { HOST: "" })).toMatchObject({
    options: { token: undefined, port: 3_000, host: undefined },
  });
  expect(() => parse(["--config", "blank.env"])).toThrow(/^TOKEN is blank/);
  expect(() => parse([], { TOKEN: " \n" })).toThrow(/^TOKEN is blank/);
  expect(() => parse(["--token", " "])).toThrow(/^TOKEN is blank/);
});

test("[case N6] an unknown name is refused with the most similar setting", () => {
  const refused = (file: string) => () => parse(["--config", file]);
  expect(refused("misspelled.env")).toThrow(
    "--config misspelled.env: PROT is not a setting; did you mean PORT?",
  );
  expect(refused("flag.env")).toThrow("did you mean MAX_MESSAGE_BYTES?");
  expect(refused("foreign.env")).toThrow(
    "--config foreign.env: DATABASE_URL and PATHS are not settings. See --help.",
  );
  expect(refused("foreign.env")).not.toThrow(/secret|did you mean/);
});

test("[case N6] a variable of the environment that is similar to a setting causes a warning", () => {
  const warned = (environment: CommandLineInput["environment"]) => {
    const command = parse([], environment);
    return command.action === "serve" ? command.warnings : [];
  };
  expect(warned({ REDIS_URI: "redis://:secret@db", redis_url: "", ALLOWED_ORIGIN: "x" })).toEqual([
    "The environment variable REDIS_URI is not a setting; did you mean REDIS_URL? See --help.",
    "The environment variable redis_url is not a setting; did you mean REDIS_URL? See --help.",
    "The environment variable ALLOWED_ORIGIN is not a setting; did you mean ALLOWED_ORIGINS? See --help.",
  ]);
  // Variables that npm, shells and Kubernetes set.
  const foreign = ["NODE", "HOSTNAME", "HOME", "NODE_ENV", "REDIS_PORT", "REDIS_SERVICE_HOST"];
  expect(warned({ PORT: "1", ...Object.fromEntries(foreign.map((name) => [name, "x"])) })).toEqual(
    [],
  );
});

test("[case N6] a malformed line is refused with its number, and a value may have several lines", () => {
  expect(() => parse(["--config", "colon.env"])).toThrow(
    "--config colon.env: line 4 is not NAME=value",
  );
  expect(parse(["--config", "lines.env"])).toMatchObject({
    options: { port: 1_001, jwtPublicKey: expect.stringContaining("MFkw\n-----END") },
  });
});

test("[case K22] a file in another encoding is refused with the remedy", () => {
  expect(() => parse(["--config", "wide.env"])).toThrow(
    "--config wide.env: the file is not UTF-8 text; save it as UTF-8",
  );
});

test("a flag requests the version", () => {
  expect(parse(["-v"])).toEqual({ action: "version" });
});
