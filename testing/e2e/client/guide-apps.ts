import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import vue from "@vitejs/plugin-vue";
import { build, createLogger, defaultClientConditions } from "vite";
import { onTestFinished } from "vitest";
import type { Files } from "../site.ts";

const root = join(import.meta.dirname, "../../..");

/** The text of each source file of an application, by its path. */
export type SourceFiles = Readonly<Record<string, string>>;

/** The page of a template of Vite whose application begins in this file. */
const pageOf = (main: string) => `<!doctype html>
<title>Application</title>
<link rel="icon" href="data:," />
<div id="app"></div>
<script type="module" src="/${main}"></script>
`;

/** The files that the templates of Vite have and that the guides do not change. */
export const templates = {
  react: {
    "index.html": pageOf("src/main.tsx"),
    "src/main.tsx": `
      import { StrictMode } from "react";
      import { createRoot } from "react-dom/client";
      import App from "./App.tsx";
      createRoot(document.getElementById("app")!).render(<StrictMode><App /></StrictMode>);
    `,
  },
  vue: {
    "index.html": pageOf("src/main.ts"),
    "src/main.ts": `
      import { createApp } from "vue";
      import App from "./App.vue";
      createApp(App).mount("#app");
    `,
  },
  svelte: {
    "index.html": pageOf("src/main.ts"),
    "src/main.ts": `
      import { mount } from "svelte";
      import App from "./App.svelte";
      mount(App, { target: document.getElementById("app")! });
    `,
  },
  typescript: {},
} as const satisfies Record<string, SourceFiles>;

export type Guide = keyof typeof templates;

/** Returns the application of `docs/<guide>.md`: its files are the blocks after a paragraph that names the file. */
export function applicationOf(guide: Guide): SourceFiles {
  const text = textOf(guide);
  const blocks = text.matchAll(/`((?:src\/)?\w+\.\w+)`[^\n]*\n\n```\w+\n(.*?)```/gs);
  const files = [...blocks].map(([, path = "", code = ""]) => [path, code]);
  return { ...templates[guide], ...Object.fromEntries(files) };
}

/** Returns the first block of TypeScript of `docs/<name>.md`. */
export function exampleOf(name: string): string {
  const [, code = ""] = /```ts\n(.*?)```/s.exec(textOf(name)) ?? [];
  return code;
}

function textOf(name: string): string {
  return readFileSync(join(root, `docs/${name}.md`), "utf8");
}

/** Writes source files into a temporary folder with the packages of this repository. */
export function writeApplication(files: SourceFiles): string {
  const folder = mkdtempSync(join(tmpdir(), "guide-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/**
 * Builds an application with Vite, in the mode in which frameworks print their warnings. `warnings` receives those of the
 * compilers.
 */
export async function buildApplication(files: SourceFiles, warnings: string[]): Promise<Files> {
  const warn = (text: string) => warnings.push(text);
  const built = await build({
    root: writeApplication(files),
    configFile: false,
    mode: "development",
    logLevel: "warn",
    customLogger: { ...createLogger("warn"), warn, warnOnce: warn },
    resolve: { conditions: ["@simple-webrtc-signaling/source", ...defaultClientConditions] },
    plugins: [vue(), svelte({ configFile: false, onwarn: ({ message }) => warn(message) })],
    build: {
      write: false,
      minify: false,
      reportCompressedSize: false,
      // A busy machine would get the warning that a plugin is slow.
      rolldownOptions: { checks: { bundlerTimings: false } },
    },
  });
  const outputs = [built].flat().flatMap((one) => ("output" in one ? one.output : []));
  const texts = new Map(
    outputs.map((output) => [
      `/${output.fileName}`,
      output.type === "chunk" ? output.code : String(output.source),
    ]),
  );
  return (path) => texts.get(path) ?? "";
}
