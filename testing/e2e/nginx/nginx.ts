import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, onTestFinished } from "vitest";
import { findNginx } from "../../../tools/nginx.ts";
import { Command } from "../../kit/command.ts";
import { freePort } from "../../kit/free-port.ts";

/** Where there is no nginx, the tests of the scope are skipped, or fail in CI. */
export function useNginx(): void {
  const missing = "there is no nginx: install it, or set NGINX_PATH to where it is";
  const isHere = findNginx() !== undefined;
  beforeEach(({ skip }) => {
    if (!isHere && process.env["CI"]) throw new Error(missing);
    skip(!isHere, missing);
  });
}

/** The blocks that the server's README gives to operators, by their first two lines. */
export function recipe(location: string, proxyPass: string): string {
  const readme = readFileSync(
    join(import.meta.dirname, "../../../packages/server/README.md"),
    "utf8",
  );
  const blocks = [...readme.matchAll(/```nginx\n(.*?)```/gs)].map(([, block = ""]) => block);
  const beginning = `location ${location} {\n  proxy_pass ${proxyPass};\n`;
  const found = blocks.find((block) => block.startsWith(beginning));
  if (found === undefined) throw new Error(`the README has no block that begins with ${beginning}`);
  return found;
}

/** Starts the real nginx with one `server` block. It ends with the test. Resolves with its origin. */
export function startNginx(serverBlock: string): Promise<string> {
  return startNginxWith(
    (port) => `server {\n    listen 127.0.0.1:${port};\n    ${serverBlock}\n  }`,
  );
}

/** Starts the real nginx with blocks of `http { … }`, which listen on a free port. Resolves with its origin. */
export async function startNginxWith(blocksFor: (port: number) => string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    // Another program can use the port before nginx binds it.
    if (await isServing(blocksFor(port), attempt === 5)) return `http://127.0.0.1:${port}`;
  }
}

async function isServing(blocks: string, isLast: boolean): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "nginx-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const configuration = join(folder, "nginx.conf");
  writeFileSync(configuration, configurationOf(blocks));
  const parameters = ["-p", folder, "-c", configuration, "-e", "stderr"];
  const nginx = new Command(findNginx() ?? "", parameters, { environment: {} });
  // nginx prints the limits of the process as soon as it listens.
  const line = await nginx.line(isLast ? listening : listeningOrInUse);
  return listening.test(line);
}

const listening = /getrlimit/;
const listeningOrInUse = /getrlimit|Address already in use/;

const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

function configurationOf(blocks: string): string {
  return `
daemon off;
master_process off;
pid nginx.pid;
error_log stderr notice;
events {}
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${name};`).join("\n  ")}
  ${blocks}
}
`;
}
