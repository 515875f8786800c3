import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { build, type PreviewServer, preview } from "vite";

const project = fileURLToPath(new URL("../../../", import.meta.url));
const demo = join(project, "apps/demo");

export interface Stage {
  /** Of the page that `page.html` is. */
  readonly url: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** A real signaling server, the page, and a browser to open it with. */
export async function startStage(): Promise<Stage> {
  const server = startServer();
  const outDir = await mkdtemp(join(tmpdir(), "pictures-"));
  const pages = await servePage(outDir, await addressOf(server));
  const { CHROMIUM_PATH: executablePath = "/usr/bin/chromium" } = process.env;
  // Its sandbox does not work for root; without a network, this machine's address is the only one.
  const args = ["--no-sandbox", "--allow-loopback-in-peer-connection"];
  const browser = await chromium.launch({ executablePath, args });
  return {
    url: `${pages.resolvedUrls?.local[0]}pictures/page.html`,
    browser,
    async close() {
      await browser.close();
      await pages.close();
      server.kill();
      await rm(outDir, { recursive: true });
    },
  };
}

function startServer(): ChildProcess {
  const condition = "--conditions=@simple-webrtc-signaling/source";
  const program = ["--import", "tsx", condition, "packages/server/src/cli.ts"];
  const config = ["--config", "config/dev.env", "--port", "0"];
  return spawn(process.execPath, [...program, ...config], {
    cwd: project,
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error("the server has no output");
  for await (const line of createInterface(stdout)) {
    const address = /listening on (http:[^"]+)/.exec(line)?.[1];
    if (address) return address;
  }
  throw new Error("the server did not start");
}

async function servePage(outDir: string, target: string): Promise<PreviewServer> {
  const shared = {
    root: demo,
    configFile: join(demo, "vite.config.ts"),
    logLevel: "silent",
  } as const;
  const input = join(demo, "pictures/page.html");
  await build({ ...shared, build: { outDir, rollupOptions: { input } } });
  const proxy = { "/socket.io": { target, ws: true } };
  return preview({ ...shared, build: { outDir }, preview: { port: 0, host: "127.0.0.1", proxy } });
}
