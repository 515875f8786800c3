import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Program, ServerProgram } from "../kit/command.ts";
import { startServerForPrograms } from "../kit/server-here.ts";

// Each test starts several processes, which takes seconds per process on a busy machine.
async function startSignaling(environment: Readonly<Record<string, string>>): Promise<string> {
  const server = new ServerProgram({
    HOST: "127.0.0.1",
    PORT: "0",
    ...environment,
  });
  return urlIn(await server.line(/listening on http/));
}

async function startApp(path: string, environment: Readonly<Record<string, string>>) {
  const app = new Program(path, { APP_PORT: "0", ...environment });
  return urlIn(await app.line(/app at http/));
}

function urlIn(line: string): string {
  return /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? "";
}

const letIn = /"ok":true,"value":\{"peerId":"ada"/;

test("a client is authenticated with the shared token only", async () => {
  const { environment } = await startServerForPrograms();
  await new Program("examples/auth-token/client.ts", environment).line(letIn);
  const other = new Program("examples/auth-token/client.ts", { ...environment, TOKEN: "wrong" });
  await other.line(/refused: the token is wrong/);
});

test("a client is authenticated with a token of an Express app", async () => {
  const names = { JWT_AUDIENCE: "signaling.example", JWT_ISSUER: "app.example" };
  const environment = { ...names, JWT_SECRET: randomBytes(32).toString("base64") };
  const SERVER_URL = await startSignaling({ AUTH: "jwt", ...environment });
  const APP_URL = await startApp("examples/auth-jwt/app.ts", environment);
  await new Program("examples/auth-jwt/client.ts", { SERVER_URL, APP_URL }).line(letIn);
  const otherApp = await startApp("examples/auth-jwt/app.ts", {
    ...environment,
    JWT_SECRET: randomBytes(32).toString("base64"),
  });
  const stranger = { SERVER_URL, APP_URL: otherApp };
  const client = new Program("examples/auth-jwt/client.ts", stranger);
  await client.line(/refused: the signature of the token is wrong/);
});

test("with a hook the app authenticates clients", async () => {
  const app = await startApp("examples/auth-hook/app.ts", {});
  const environment = { AUTH: "hook", AUTH_URL: `${app}/signaling-hook` };
  const SERVER_URL = await startSignaling(environment);
  await new Program("examples/auth-hook/client.ts", { SERVER_URL }).line(letIn);
  const stranger = { SERVER_URL, SESSION: "of nobody" };
  await new Program("examples/auth-hook/client.ts", stranger).line(/refused: sign in first/);
});

test("no example has more than 40 lines", () => {
  const paths = ["token/client", "jwt/app", "jwt/client", "hook/app", "hook/client"];
  for (const path of [...paths.map((name) => `auth-${name}`), "auth-client"]) {
    const file = new URL(`../../examples/${path}.ts`, import.meta.url);
    expect(readFileSync(file, "utf8").trimEnd().split("\n").length, path).toBeLessThanOrEqual(40);
  }
});
