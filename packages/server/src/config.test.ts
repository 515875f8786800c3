import { expect, test } from "vitest";
import {
  flagOf,
  resolveOptions,
  SettingError,
  sampleAdminToken,
  sampleSessionKey,
  sampleToken,
  variableOf,
} from "./config.ts";

test("without anything given, every setting has its default", () => {
  expect(resolveOptions({})).toMatchObject({
    port: 3_000,
    host: undefined,
    auth: "token",
    token: undefined,
    jwtSecret: undefined,
    jwtAlgorithms: undefined,
    jwtLeeway: 30,
    authTimeout: 5_000,
    corsOrigin: "*",
    connectionsAccess: "token",
    maxMessageBytes: 65_536,
    socketPath: "/socket.io/",
    demo: "off",
    logLevel: "info",
    logFormat: "auto",
    mode: "production",
  });
});

test("texts and values are taken alike", () => {
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
  [{ corsOrigin: "app.example" }, 'CORS_ORIGIN is "app.example": expected * or origins'],
  [{ corsOrigin: "https://a.example/" }, "CORS_ORIGIN"],
  [{ connectionsAccess: "yes" }, 'CONNECTIONS_ACCESS is "yes": expected one of public, token, off'],
  [{ maxMessageBytes: "64k" }, 'MAX_MESSAGE_BYTES is "64k": expected a whole number'],
  [{ socketPath: "/" }, 'SOCKET_PATH is "/": expected a path such as /socket.io/'],
  [{ logLevel: "loud" }, 'LOG_LEVEL is "loud": expected one of silent'],
])("a wrong value is named, with what is expected: %o", (given, sentence) => {
  expect(() => resolveOptions(given)).toThrow(SettingError);
  expect(() => resolveOptions(given)).toThrow(sentence);
});

test("a wrong secret is not repeated", () => {
  expect(() => resolveOptions({ jwtSecret: "too short" })).toThrow(/^JWT_SECRET: expected a text/);
  expect(() => resolveOptions({ token: ["secret"] })).toThrow(/^TOKEN: expected a text/);
});

test("the sample token is refused in production, with the way out", () => {
  expect(() => resolveOptions({ token: sampleToken })).toThrow("MODE=development");
  expect(() => resolveOptions({ token: sampleToken, auth: "jwt" })).toThrow("MODE=development");
  expect(() => resolveOptions({ token: sampleToken, mode: "development" })).not.toThrow();
});

test("the sample key of sessions is refused in production", () => {
  const given = { sessionKey: sampleSessionKey };
  expect(() => resolveOptions(given)).toThrow(/^SESSION_KEY is the sample key.*MODE=development/);
  expect(() => resolveOptions({ ...given, mode: "development" })).not.toThrow();
});

test("the sample admin token is refused in production, whatever AUTH is", () => {
  const given = { adminToken: sampleAdminToken, auth: "none" };
  expect(() => resolveOptions(given)).toThrow(/^ADMIN_TOKEN is the sample token.*MODE=development/);
  expect(() => resolveOptions({ ...given, mode: "development" })).not.toThrow();
});

test("an admin token that is short, or the token of everybody, is refused and not repeated", () => {
  const secret = "s".repeat(15);
  expect(() => resolveOptions({ adminToken: secret })).toThrow(
    /^ADMIN_TOKEN: expected a text of 16 characters or more$/,
  );
  const same = { token: "t".repeat(16), adminToken: "t".repeat(16) };
  expect(() => resolveOptions(same)).toThrow(/^ADMIN_TOKEN is the TOKEN, which every client knows/);
});

test("a setting's names derive from one", () => {
  expect(variableOf("maxMessageBytes")).toBe("MAX_MESSAGE_BYTES");
  expect(flagOf("maxMessageBytes")).toBe("max-message-bytes");
});
