import { expect, test } from "vitest";
import {
  flagOf,
  resolveOptions,
  SettingError,
  type SettingName,
  sampleAdminToken,
  sampleSessionKey,
  sampleToken,
  settings,
  variableOf,
} from "./config.ts";

test("every setting has its default", () => {
  expect(resolveOptions({})).toMatchObject({
    port: 3_000,
    host: undefined,
    unixSocket: undefined,
    unixSocketMode: 0o660,
    auth: "token",
    token: undefined,
    jwtSecret: undefined,
    jwtAlgorithms: undefined,
    jwtLeeway: 30,
    authTimeout: 5_000,
    corsOrigin: "*",
    connectionsAccess: "token",
    maxMessageBytes: 131_072,
    socketPath: "/socket.io/",
    demo: "off",
    logLevel: "info",
    logFormat: "auto",
    mode: "production",
  });
});

test("settings may be strings or values", () => {
  const origins = ["https://a.example", "http://localhost:8080"];
  expect(resolveOptions({ port: "0", corsOrigin: origins.join(", ") })).toMatchObject({
    port: 0,
    corsOrigin: origins,
  });
  expect(resolveOptions({ port: 0, corsOrigin: origins })).toMatchObject({
    port: 0,
    corsOrigin: origins,
  });
});

test.each([
  [{ port: "70000" }, 'PORT is "70000": expected a whole number from 0 to 65535'],
  [{ port: "3e3" }, 'PORT is "3e3": expected a whole number from 0 to 65535'],
  [{ port: 1.5 }, "PORT is 1.5: expected a whole number from 0 to 65535"],
  [{ auth: "maybe" }, 'AUTH is "maybe": expected one of token, jwt, hook, none'],
  [
    { corsOrigin: "app.example" },
    'CORS_ORIGIN is "app.example": it has no scheme, such as https://; expected * or',
  ],
  [{ corsOrigin: "https://a.example/app" }, "CORS_ORIGIN"],
  [{ connectionsAccess: "yes" }, 'CONNECTIONS_ACCESS is "yes": expected one of public, token, off'],
  [{ maxMessageBytes: "64k" }, 'MAX_MESSAGE_BYTES is "64k": expected a whole number'],
  [{ socketPath: "/" }, 'SOCKET_PATH is "/": expected a path'],
  [{ unixSocket: "signaling.sock" }, 'UNIX_SOCKET is "signaling.sock": expected an absolute path'],
  [{ unixSocket: `/${"a".repeat(103)}` }, "expected an absolute path of at most 103 bytes"],
  [{ unixSocketMode: "888" }, 'UNIX_SOCKET_MODE is "888": expected an octal file mode'],
  [{ unixSocketMode: 660 }, "UNIX_SOCKET_MODE is 660: expected an octal file mode"],
  [{ logLevel: "loud" }, 'LOG_LEVEL is "loud": expected one of silent'],
])("the error for a wrong value contains the value and what is expected: %o", (given, sentence) => {
  expect(() => resolveOptions(given)).toThrow(SettingError);
  expect(() => resolveOptions(given)).toThrow(sentence);
});

test("the error for a wrong secret does not contain it", () => {
  expect(() => resolveOptions({ jwtSecret: "too short" })).toThrow(
    /^JWT_SECRET: expected a secret/,
  );
  expect(() => resolveOptions({ token: ["secret"] })).toThrow(/^TOKEN: expected one line of text/);
});

test("the sample token is refused in production, with the remedy", () => {
  expect(() => resolveOptions({ token: sampleToken })).toThrow("MODE=development");
  expect(() => resolveOptions({ token: sampleToken, auth: "jwt" })).toThrow("MODE=development");
  expect(() => resolveOptions({ token: sampleToken, mode: "development" })).not.toThrow();
});

test("the sample session key is refused in production", () => {
  const given = { sessionKey: sampleSessionKey };
  expect(() => resolveOptions(given)).toThrow(/^SESSION_KEY is the sample key.*MODE=development/);
  expect(() => resolveOptions({ ...given, mode: "development" })).not.toThrow();
});

test("the sample admin token is refused in production with every AUTH", () => {
  const given = { adminToken: sampleAdminToken, auth: "none" };
  expect(() => resolveOptions(given)).toThrow(/^ADMIN_TOKEN is the sample token.*MODE=development/);
  expect(() => resolveOptions({ ...given, mode: "development" })).not.toThrow();
});

test("an admin token that is short or equal to TOKEN is refused, and the error does not contain it", () => {
  const secret = "s".repeat(15);
  expect(() => resolveOptions({ adminToken: secret })).toThrow(
    /^ADMIN_TOKEN: expected a secret of at least 16 characters, for example /,
  );
  const same = { token: "t".repeat(16), adminToken: "t".repeat(16) };
  expect(() => resolveOptions(same)).toThrow(/^ADMIN_TOKEN equals TOKEN, which every client knows/);
});

test("workers with an https NODE_URL are refused, because they forward without encryption", () => {
  const nodeUrl = "https://a.example";
  expect(() => resolveOptions({ nodeUrl, workers: 2 })).toThrow(
    /^NODE_URL is "https:\/\/a\.example" and WORKERS is 2, .* without encryption: set WORKERS=1/,
  );
  expect(() => resolveOptions({ nodeUrl, workers: 1 })).not.toThrow();
  expect(() => resolveOptions({ nodeUrl: "http://a.example", workers: 2 })).not.toThrow();
});

test("variable and flag derive from the name of a setting", () => {
  expect(variableOf("maxMessageBytes")).toBe("MAX_MESSAGE_BYTES");
  expect(flagOf("maxMessageBytes")).toBe("max-message-bytes");
});

const names = Object.keys(settings) as SettingName[];

/** Returns the message of the error that a value causes. */
function refusalOf(given: Parameters<typeof resolveOptions>[0]): string {
  try {
    resolveOptions(given);
  } catch (error) {
    if (error instanceof SettingError) return error.message;
    throw error;
  }
  throw new Error(`${JSON.stringify(given)} was accepted`);
}

test("[case K22] white space and a byte order mark around a value are removed", () => {
  const token = "a token of 24 characters";
  const given = {
    port: " 3001\r\n",
    host: "\t127.0.0.1 ",
    auth: " token\n",
    token: `\u{FEFF}${token}\n`,
    corsOrigin: "\n* ",
    trustProxy: " 10.0.0.0/8 ,\n 10.1.2.3 ",
    turnUrls: [" turn:turn.example\n"],
    demo: "on ",
  };
  expect(resolveOptions(given)).toMatchObject({
    port: 3_001,
    host: "127.0.0.1",
    auth: "token",
    token,
    corsOrigin: "*",
    trustProxy: ["10.0.0.0/8", "10.1.2.3"],
    turnUrls: ["turn:turn.example"],
    demo: "on",
  });
});

test("[case K22] a text with an invisible character is refused, and the error does not contain the text", () => {
  expect(refusalOf({ token: "abc\u{0}defghijklmnop" })).toMatch(
    /^TOKEN: the character at position 4 is invisible \(U\+0000\); expected one line of text/,
  );
  expect(refusalOf({ token: "first line of it\nsecond line" })).toContain("U+000A");
  expect(refusalOf({ token: `no-break${"\u{A0}"}space` })).toContain(
    "position 9 is invisible (U+00A0)",
  );
  expect(refusalOf({ sessionFolder: "/a\u{2028}b" })).toContain("U+2028");
  expect(resolveOptions({ token: "a visible space" }).token).toBe("a visible space");
  expect(refusalOf({ adminToken: `zero width ${"\u{200B}"} space` })).toContain("U+200B");
  for (const name of ["jwtAudience", "jwtIssuer", "sessionKey", "jwtSecret", "host"] as const) {
    expect(refusalOf({ [name]: `${"x".repeat(32)}\u{7}x` }), name).toContain("position 33");
  }
});

test("[case S7] a blank value is refused", () => {
  expect(refusalOf({ token: " " })).toMatch(/^TOKEN is blank: expected one line of text/);
  for (const name of names) {
    expect(refusalOf({ [name]: " \t\n" }), name).toMatch(`${variableOf(name)} is blank: expected `);
  }
});

test("[case N6] fixed words are accepted in upper and lower case", () => {
  const given = {
    auth: "JWT",
    jwtAlgorithms: "hs256, eddsa",
    connectionsAccess: "Public",
    demo: "ON",
    logLevel: "Info",
    logFormat: "JSON",
    mode: "Development",
  };
  expect(resolveOptions(given)).toMatchObject({
    auth: "jwt",
    jwtAlgorithms: ["HS256", "EdDSA"],
    connectionsAccess: "public",
    demo: "on",
    logLevel: "info",
    logFormat: "json",
    mode: "development",
  });
});

test("[case N6] a switch accepts on, true and 1, or off, false and 0", () => {
  for (const on of ["on", "true", "True", "1", true]) {
    expect(resolveOptions({ demo: on }).demo, String(on)).toBe("on");
  }
  for (const off of ["off", "FALSE", "0", false]) {
    expect(resolveOptions({ demo: off }).demo, String(off)).toBe("off");
  }
  expect(refusalOf({ demo: "yes" })).toMatch(/^DEMO is "yes": expected on or off/);
});

test("[case N6] a port and a path that can be off accept the words of a switch", () => {
  for (const off of ["off", "OFF", "false", "False", false]) {
    expect(resolveOptions({ metricsPort: off }).metricsPort, String(off)).toBe("off");
    expect(resolveOptions({ websocketPath: off }).websocketPath, String(off)).toBe("off");
    expect(resolveOptions({ connectionsAccess: off }).connectionsAccess, String(off)).toBe("off");
  }
  expect(resolveOptions({ metricsPort: "0" }).metricsPort).toBe(0);
  expect(refusalOf({ metricsPort: "on" })).toMatch(/^METRICS_PORT is "on": expected/);
});

test("[case K26] two settings that exclude each other are refused, and the error names both", () => {
  expect(refusalOf({ port: 9464, metricsPort: "9464" })).toBe(
    "METRICS_PORT is 9464, as PORT: the metrics need a port of their own; expected another port, or off, for example METRICS_PORT=9465",
  );
  expect(() => resolveOptions({ port: 0, metricsPort: 0 })).not.toThrow();
  expect(() =>
    resolveOptions({ port: 9464, metricsPort: 9464, unixSocket: "/a.sock" }),
  ).not.toThrow();
  for (const socketPath of ["/ws", "/ws/"]) {
    expect(refusalOf({ socketPath })).toBe(
      'WEBSOCKET_PATH is "/ws", as SOCKET_PATH: each needs a path of its own; expected another path, or off, for example WEBSOCKET_PATH=/ws2',
    );
  }
  expect(() => resolveOptions({ socketPath: "/ws", websocketPath: "off" })).not.toThrow();
});

test("[case K26] the error for a number that JSON has no form for contains it", () => {
  expect(refusalOf({ maxPeersPerRoom: Number.POSITIVE_INFINITY })).toMatch(
    / is Infinity: expected/,
  );
  expect(refusalOf({ port: Number.NaN })).toMatch(/^PORT is NaN: expected/);
});

test("[case K26] every error contains the setting, what is expected and an example", () => {
  for (const name of names) {
    const line = refusalOf({ [name]: { not: "a value" } });
    expect(line).toContain(settings[name].expects);
    expect(line).toMatch(
      new RegExp(`^${variableOf(name)}( is |: ).*, for example ${variableOf(name)}=.`),
    );
  }
});

test("[case K26] the example and the default of each setting are valid", () => {
  for (const name of names) {
    const { example, default: byDefault } = settings[name];
    expect(example ?? byDefault, name).toBeDefined();
    for (const value of [example, byDefault]) {
      // The output of a command cannot be checked here, and a setting may be unset.
      if (value === undefined || value.includes("$(")) continue;
      expect(() => settings[name].schema.parse(value), `${name}=${value}`).not.toThrow();
    }
  }
});

test("[case K21] origins of every scheme are normalized, and an asterisk that cannot match is refused", () => {
  const list = "https://App.example/, CAPACITOR://localhost, https://*.example.com, null,";
  const spelled = ["https://app.example", "capacitor://localhost", "https://*.example.com", "null"];
  for (const name of ["allowedOrigins", "corsOrigin"] as const) {
    expect(resolveOptions({ [name]: list })[name]).toEqual(spelled);
    expect(resolveOptions({ [name]: list.split(",").slice(0, -1) })[name]).toEqual(spelled);
    expect(resolveOptions({ [name]: ["*"] })[name]).toBe("*");
    expect(refusalOf({ [name]: "*,https://app.example" })).toContain("`*` is every origin");
    expect(refusalOf({ [name]: "https://app.example,https://*" })).toMatch(
      /: "https:\/\/\*" has a `\*` that does not stand for subdomains/,
    );
  }
  expect(resolveOptions({ allowedOrigins: "missing" }).allowedOrigins).toEqual(["missing"]);
  expect(refusalOf({ corsOrigin: "missing" })).toContain("it has no meaning in this list");
});

test("[case K8] BASE_PATH is normalized, and SOCKET_PATH is below it", () => {
  expect(resolveOptions({})).toMatchObject({ basePath: "/", socketPath: "/socket.io/" });
  expect(resolveOptions({ basePath: "/" })).toMatchObject({ basePath: "/" });
  for (const basePath of ["/signal", "/signal/", " /signal/ "]) {
    const resolved = resolveOptions({ basePath });
    expect(resolved).toMatchObject({ basePath: "/signal/", socketPath: "/signal/socket.io/" });
    // Resolved options are valid options.
    expect(resolveOptions(resolved)).toEqual(resolved);
  }
  for (const basePath of ["signal", "https://host/signal", "/a b", "/signal?x", "/a/../b", "/."]) {
    expect(refusalOf({ basePath })).toMatch(
      /^BASE_PATH is ".*": expected a path, for example BASE_PATH=\/signal\//,
    );
  }
});

test("[case K26] the error for a list names the first wrong entry", () => {
  expect(refusalOf({ trustProxy: "10.0.0.0/8, 10.0.0.0/33" })).toMatch(
    /^TRUST_PROXY is "10.0.0.0\/8, 10.0.0.0\/33": "10.0.0.0\/33" is not an IP address or network; expected /,
  );
  expect(refusalOf({ jwtAlgorithms: "HS256,none" })).toContain(
    '"none" is not a supported algorithm',
  );
  expect(refusalOf({ turnUrls: "turn:a.example,stun:b.example" })).toContain('"stun:b.example"');
});

test("[case K26] the error for a URL does not contain its password", () => {
  for (const name of ["authUrl", "jwtJwksUrl"] as const) {
    const line = refusalOf({ [name]: "https://ada:swordfish@app.example/hook?key=swordfish" });
    expect(line).toContain(`${variableOf(name)} is "https://…@app.example/hook?…"`);
    expect(line).not.toContain("swordfish");
  }
});
