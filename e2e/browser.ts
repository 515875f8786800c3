import { type Browser, chromium } from "playwright-core";
import { onTestFinished } from "vitest";
import { findChromium } from "../tools/chromium.ts";

/** Why there is no browser to test with; `undefined` if there is one. */
export const missingBrowser =
  findChromium() === undefined
    ? "there is no Chromium: install one, or set CHROMIUM_PATH to where it is"
    : undefined;

/** Starts a headless Chromium. It ends with the test. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(missingBrowser);
  const browser = await chromium.launch({
    executablePath,
    args: [
      // Its sandbox does not work for root, nor in most containers.
      "--no-sandbox",
      "--disable-background-networking",
      // On a machine without a network, its own address is the only one there is.
      "--allow-loopback-in-peer-connection",
    ],
  });
  onTestFinished(() => browser.close());
  return browser;
}
