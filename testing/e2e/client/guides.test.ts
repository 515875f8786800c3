import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { ConsoleMessage, Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { startServerHere } from "../../kit/server-here.ts";
import { startSite } from "../site.ts";
import { useBrowser } from "./browsers.ts";
import {
  applicationOf,
  buildApplication,
  exampleOf,
  type Guide,
  templates,
  writeApplication,
} from "./guide-apps.ts";
import { holdDevices } from "./held-devices.ts";
import { takeTab } from "./tab-pool.ts";

const openBrowser = useBrowser("chromium");

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

/** The compiler options of Vite's templates that differ from the defaults. */
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

test("the guides for React, TypeScript and files have no type errors with the settings of Vite's templates", () => {
  const files = ["src/App.tsx", "src/main.ts", "src/files.ts"];
  const folder = writeApplication({
    ...applicationOf("react"),
    ...applicationOf("typescript"),
    "src/files.ts": exampleOf("file-transfer"),
    "tsconfig.json": JSON.stringify({ compilerOptions, files }),
  });
  const { stdout } = spawnSync(join(folder, "node_modules/.bin/tsc"), ["-p", "."], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stdout).toBe("");
});

/** Opens a page. `warnings` receives all its warnings and errors. */
async function open(origin: string, warnings: string[]): Promise<Page> {
  const page = await takeTab(await openBrowser(), ["camera", "microphone"]);
  const onError = (error: Error) => warnings.push(String(error));
  const onConsole = (message: ConsoleMessage) => {
    if (["warning", "error"].includes(message.type())) warnings.push(message.text());
  };
  page.on("pageerror", onError).on("console", onConsole);
  onTestFinished(() => {
    page.off("pageerror", onError).off("console", onConsole);
  });
  await page.goto(origin);
  return page;
}

async function enter(origin: string, warnings: string[]): Promise<Page> {
  const page = await open(origin, warnings);
  await page.getByRole("button", { name: "Join" }).click();
  await page.getByRole("status").getByText("connected").waitFor();
  return page;
}

test.each(Object.keys(templates) as Guide[])(
  "the application of the guide %s connects two tabs, without a warning",
  async (guide) => {
    const token = "a token of this test";
    const server = await startServerHere({ token });
    const warnings: string[] = [];
    const files = await buildApplication(applicationOf(guide), warnings);
    const origin = await startSite(files, { url: server.url, token });
    const ada = await enter(origin, warnings);
    const bob = await enter(origin, warnings);
    await ada.getByRole("heading", { name: ": connected" }).waitFor();

    await ada.getByRole("button", { name: "Say hello" }).click();
    await bob.getByText("Hello!").waitFor();

    await ada.getByRole("button", { name: "Turn camera on" }).click();
    await bob.waitForFunction(() => {
      const video = document.querySelector<HTMLVideoElement>("section video");
      return video !== null && video.videoWidth > 0;
    });
    expect(await ada.locator("section").count()).toBe(1);

    await ada.getByRole("button", { name: "Leave" }).click();
    await bob.locator("section").waitFor({ state: "detached" });
    // The camera of a person who leaves while the browser asks for permission is turned off.
    await bob.evaluate(holdDevices);
    await bob.getByRole("button", { name: "Turn camera on" }).click();
    await bob.waitForFunction(() => globalThis.releaseDevice !== undefined);
    await bob.getByRole("button", { name: "Leave" }).click();
    await bob.getByRole("button", { name: "Join" }).waitFor();
    expect(await bob.evaluate(() => globalThis.releaseDevice?.())).toBe("ended");
    // React's StrictMode mounted every component twice; each first join was canceled or left.
    await expect.poll(() => peersIn(server.facts)).toBe(0);
    expect(warnings).toEqual([]);
  },
);

test("useRoom joins again when the room changes, leaves without options, and states why a join failed", async () => {
  const token = "a token of this test";
  const server = await startServerHere({ token });
  const warnings: string[] = [];
  const application = { ...templates.react, "src/App.tsx": switches };
  const files = await buildApplication(application, warnings);
  const origin = await startSite(files, { url: server.url, token });
  const page = await open(origin, warnings);
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
