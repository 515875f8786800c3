import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** An empty project with the packed packages installed in it, as a user's would be. */
function projectWithPackages(): string {
  const folder = mkdtempSync(join(tmpdir(), "packed-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const packages = ["packages/protocol", "packages/server"];
  execFileSync("npm", [
    "pack",
    "--silent",
    "--pack-destination",
    folder,
    ...packages.map((path) => join(root, path)),
  ]);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const tarballs = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  execFileSync(
    "npm",
    [
      "install",
      "--silent",
      "--prefer-offline",
      "--no-audit",
      "--no-fund",
      ...tarballs.map((name) => `./${name}`),
    ],
    { cwd: folder },
  );
  return folder;
}

const program = `
import { createSignalingServer, type Listening, SettingError } from "simple-webrtc-signaling-server";
import { limits, type Envelope } from "simple-webrtc-signaling-protocol";
const server = createSignalingServer({ auth: "none", port: 0, host: "127.0.0.1", logLevel: "silent" });
const { port }: Listening = await server.listen();
const depth: number = limits.nesting;
export type Message = Extract<Envelope<string>, { message: string }>["message"];
console.log(port > 0, depth, SettingError.name);
await server.close();
`;

test("the packed packages install, run by npx, import, and carry their types", {
  timeout: 180_000,
}, async () => {
  const folder = projectWithPackages();

  const server = spawn(
    "npx",
    ["simple-webrtc-signaling-server", "--port", "0", "--host", "127.0.0.1"],
    { cwd: folder },
  );
  onTestFinished(() => {
    server.kill();
  });
  for await (const line of createInterface(server.stdout)) {
    const url = /http:\/\/[\d.:]+/.exec(line)?.[0];
    if (url === undefined) continue;
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    break;
  }
  server.kill("SIGTERM");
  await once(server, "close");

  writeFileSync(join(folder, "program.ts"), program);
  const compile = [
    "--strict",
    "--module",
    "nodenext",
    "--target",
    "es2023",
    "--types",
    "node",
    "--typeRoots",
    join(root, "node_modules/@types"),
  ];
  execFileSync(join(root, "node_modules/.bin/tsc"), [...compile, "program.ts"], {
    cwd: folder,
    stdio: "inherit",
  });
  const said = execFileSync(process.execPath, ["program.js"], { cwd: folder, encoding: "utf8" });
  expect(said).toBe("true 32 SettingError\n");
});
