import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { expect, onTestFinished, test, vi } from "vitest";
import { startServerHere } from "../../kit/server-here.ts";
import { type Files, startSite } from "../site.ts";
import { useBrowser } from "./browsers.ts";

vi.setConfig({ testTimeout: 120_000 });

const root = join(import.meta.dirname, "../../..");
const openBrowser = useBrowser("chromium");

/** The file that Vite's template has: the application under `StrictMode`, with React's warnings. */
const main = `
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import App from "./App.tsx";
createRoot(document.getElementById("root")!).render(<StrictMode><App /></StrictMode>);
`;

const page = `<!doctype html>
<title>React</title>
<link rel="icon" href="data:," />
<div id="root"></div>
<script type="module" src="/main.js"></script>
`;

/** The application of the guide. */
function guide(): string {
  const [, code = ""] =
    /```tsx\n(.*?)```/s.exec(readFileSync(join(root, "docs/react.md"), "utf8")) ?? [];
  return code;
}

/** Shows the state of a room, and changes its options. */
const switches = `
import { useState } from "react";
import { useRoom } from "simple-webrtc-signaling-client/react";
export default function App() {
  const [options, setOptions] = useState<{ room: string; token: () => string }>();
  const [renderings, setRenderings] = useState(0);
  const { state, room, error } = useRoom(options && { url: "http://localhost:3000", ...options });
  return <>
    <output>{state} {room?.peerId === undefined ? "outside" : "inside"} {error?.code}</output>
    <button onClick={() => setOptions({ room: "attic", token: () => "SIGNALING123" })}>attic</button>
    <button onClick={() => setOptions({ room: "cellar", token: () => "SIGNALING123" })}>cellar</button>
    <button onClick={() => setOptions({ room: "vault", token: () => "wrong" })}>vault</button>
    <button onClick={() => setOptions(undefined)}>none</button>
    <button onClick={() => setRenderings(renderings + 1)}>render</button>
  </>;
}
`;

/** The compiler options of Vite's template that differ from the defaults. */
const compilerOptions = {
  target: "es2023",
  lib: ["es2023", "dom"],
  module: "esnext",
  moduleResolution: "bundler",
  customConditions: ["@simple-webrtc-signaling/source"],
  allowImportingTsExtensions: true,
  verbatimModuleSyntax: true,
  moduleDetection: "force",
  types: [],
  skipLibCheck: true,
  noEmit: true,
  jsx: "react-jsx",
  noUnusedLocals: true,
  noUnusedParameters: true,
  erasableSyntaxOnly: true,
};

test("the application of the React guide has no type errors with the settings of Vite's template", () => {
  const folder = temporaryFolder();
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "App.tsx"), guide());
  const settings = { compilerOptions, files: ["App.tsx"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
  const { stdout } = spawnSync("node_modules/.bin/tsc", ["-p", "."], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stdout).toBe("");
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "react-guide-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Returns an application as a site, built as Vite's development server does. */
async function siteOf(code: string): Promise<Files> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "App.tsx"), code);
  writeFileSync(join(folder, "main.tsx"), main);
  const { outputFiles } = await build({
    entryPoints: [join(folder, "main.tsx")],
    bundle: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    jsxDev: true,
    define: { "process.env.NODE_ENV": '"development"' },
    conditions: ["@simple-webrtc-signaling/source"],
    nodePaths: [join(root, "node_modules")],
    external: ["ws"],
  });
  const script = outputFiles[0]?.text ?? "";
  return (path) => (path === "/main.js" ? script : page);
}

/** Opens the application. `warnings` receives all warnings and errors of the page. */
async function open(browser: Browser, origin: string, warnings: string[]): Promise<Page> {
  const context = await browser.newContext({ permissions: ["camera", "microphone"] });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.on("pageerror", (error) => warnings.push(String(error)));
  page.on("console", (message) => {
    if (["warning", "error"].includes(message.type())) warnings.push(message.text());
  });
  await page.goto(origin);
  return page;
}

async function enter(browser: Browser, origin: string, warnings: string[]): Promise<Page> {
  const page = await open(browser, origin, warnings);
  await page.getByRole("button", { name: "Join" }).click();
  await page.getByRole("status").getByText("connected").waitFor();
  return page;
}

test("the application of the React guide connects two tabs under StrictMode, without a warning", async () => {
  const token = "a token of this test";
  const server = await startServerHere({ token });
  const origin = await startSite(await siteOf(guide()), { url: server.url, token });
  const browser = await openBrowser();
  const warnings: string[] = [];
  const ada = await enter(browser, origin, warnings);
  const bob = await enter(browser, origin, warnings);
  await ada.getByRole("heading", { name: ": connected" }).waitFor();

  await ada.getByRole("button", { name: "Say hello" }).click();
  await bob.getByText("Hello!").waitFor();

  await ada.getByRole("button", { name: "Turn camera on" }).click();
  await bob.locator("section video").waitFor();
  await bob.waitForFunction(() => {
    const video = document.querySelector<HTMLVideoElement>("section video");
    return video !== null && video.videoWidth > 0;
  });
  expect(await ada.locator("section").count()).toBe(1);

  await ada.getByRole("button", { name: "Leave" }).click();
  await bob.locator("section").waitFor({ state: "detached" });
  // StrictMode mounted every component twice; each first join was canceled or left.
  await expect.poll(() => peersIn(server.facts)).toBe(1);
  expect(warnings).toEqual([]);
});

test("useRoom joins again when the room changes, leaves without options, and states why a join failed", async () => {
  const token = "a token of this test";
  const server = await startServerHere({ token });
  const origin = await startSite(await siteOf(switches), { url: server.url, token });
  const warnings: string[] = [];
  const page = await open(await openBrowser(), origin, warnings);
  const choose = (name: string) => page.getByRole("button", { name }).click();
  const shows = (text: string) => page.locator("output").getByText(text).waitFor();
  const joined = () =>
    server.facts.flatMap((fact) => (fact.type === "peer.joined" ? [fact.room] : []));
  await shows("closed outside");
  await choose("attic");
  await shows("connected inside");
  // Options that identify no room may be new objects.
  await choose("attic");
  await choose("render");
  await choose("cellar");
  await expect.poll(joined).toEqual(["attic", "cellar"]);
  await shows("connected inside");
  await choose("none");
  await shows("closed outside");
  await expect.poll(() => peersIn(server.facts)).toBe(0);
  expect(warnings).toEqual([]);
  await choose("vault");
  await shows("closed outside forbidden");
});

function peersIn(facts: readonly { readonly type: string }[]): number {
  const count = (type: string) => facts.filter((fact) => fact.type === type).length;
  return count("peer.joined") - count("peer.left");
}
