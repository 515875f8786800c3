import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { findNginx } from "../../../tools/nginx.ts";
import { Command } from "../../kit/command.ts";
import { useProgram } from "../../kit/use-program.ts";
import { guideBlock } from "../proxies/guide.ts";
import { startOnFreePort } from "../start-on-free-port.ts";

export const useNginx = () => useProgram("nginx", "NGINX_PATH", findNginx);

/** The address of the server in the guide. */
export const sample = "http://127.0.0.1:3000";

/** Returns a `location` of docs/deploy/nginx.md: that of a separate host name, or of a path that nginx removes or keeps. */
export function recipe(location: "/" | "/signal/" | "/signal"): string {
  if (location !== "/") return guideBlock("nginx", `location ${location} {\n`);
  const [block] =
    / {2}location \/ \{\n.*?\n {2}\}\n/s.exec(guideBlock("nginx", "server {\n")) ?? [];
  if (block === undefined) throw new Error("the server of the guide has no location");
  return block;
}

/** Starts the real nginx with one `server` block. It ends with the test. Resolves with its origin. */
export function startNginx(serverBlock: string): Promise<string> {
  return startNginxWith(
    (port) => `server {\n    listen 127.0.0.1:${port};\n    ${serverBlock}\n  }`,
  );
}

/** Starts the real nginx with blocks of `http { … }`, which listen on a free port. Resolves with its origin. */
export async function startNginxWith(blocksFor: (port: number) => string): Promise<string> {
  const { port } = await launchNginx({ main: "master_process off;\nevents {}", blocksFor });
  return `http://127.0.0.1:${port}`;
}

interface NginxParts {
  /** The configuration outside of `http { … }`. */
  readonly main: string;
  readonly blocksFor: (port: number) => string;
}

/** Starts the real nginx on a free port. It ends with the test. */
export function launchNginx({ main, blocksFor }: NginxParts) {
  const folder = mkdtempSync(join(tmpdir(), "nginx-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const configuration = join(folder, "nginx.conf");
  return startOnFreePort(async (port) => {
    writeFileSync(configuration, configurationOf(main, blocksFor(port)));
    const parameters = ["-p", folder, "-c", configuration, "-e", "stderr"];
    const program = new Command(findNginx() ?? "", parameters, { environment: {} });
    // After SIGKILL, the processes that it started would stay.
    onTestFinished(async () => void (await program.end("SIGTERM")));
    // nginx prints the limits of the process as soon as it listens.
    const line = await program.line(/getrlimit|Address already in use/);
    return line.includes("getrlimit") ? { port, program } : undefined;
  });
}

const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

function configurationOf(main: string, blocks: string): string {
  return `
daemon off;
pid nginx.pid;
error_log stderr notice;
${main}
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${name};`).join("\n  ")}
  ${blocks}
}
`;
}
