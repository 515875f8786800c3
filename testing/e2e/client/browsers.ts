import { type Browser, type BrowserType, chromium, firefox } from "playwright-core";
import { beforeEach, inject } from "vitest";
import { type BrowserName, launchers } from "./browser-launchers.ts";

export type { BrowserName } from "./browser-launchers.ts";

/** Connects to a browser that all tests share. */
export type OpenBrowser = () => Promise<Browser>;

const types: Readonly<Record<BrowserName, BrowserType>> = {
  chromium,
  "chromium-back-forward-cache": chromium,
  "chromium-any-certificate": chromium,
  firefox,
};

/** The connections of this worker, whose modules all files with browsers share. They end with the worker. */
const connected = new Map<BrowserName, Promise<Browser>>();

/** Returns whether tests can use the browser; in CI they must. */
export function hasBrowser(name: BrowserName): boolean {
  return Boolean(process.env["CI"]) || launchers[name].find() !== undefined;
}

/** Skips the tests of the scope if the browser is not installed; fails in CI. */
export function useBrowser(name: BrowserName): OpenBrowser {
  const isMissing = !hasBrowser(name);
  beforeEach(({ skip }) => skip(isMissing, launchers[name].missing));
  return () => connectTo(name);
}

/** Connects to a browser, which starts when the first test asks for it. */
export async function connectTo(name: BrowserName): Promise<Browser> {
  const present = await connected.get(name)?.catch(() => undefined);
  if (present?.isConnected()) return present;
  const browser = connect(name);
  connected.set(name, browser);
  return browser;
}

async function connect(name: BrowserName): Promise<Browser> {
  const answer = await fetch(`${inject("browserServers")}/${name}`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return await types[name].connect(text);
}
