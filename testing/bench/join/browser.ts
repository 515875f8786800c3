import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../../../tools/chromium.ts";

/** Starts a headless Chromium. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error("there is no Chromium: install one, or set CHROMIUM_PATH to where it is");
  }
  return chromium.launch({
    executablePath,
    args: [
      // Its sandbox does not work for root, nor in most containers.
      "--no-sandbox",
      "--disable-background-networking",
      // On a machine without a network, its own address is the only one there is.
      "--allow-loopback-in-peer-connection",
    ],
  });
}
