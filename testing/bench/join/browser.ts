import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../../../tools/chromium.ts";

/** Starts a headless Chromium. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error("Chromium is missing; install it, or set CHROMIUM_PATH to its path");
  }
  return chromium.launch({
    executablePath,
    args: [
      // The sandbox does not work for root, nor in most containers.
      "--no-sandbox",
      "--disable-background-networking",
      // A machine without a network has only its loopback address.
      "--allow-loopback-in-peer-connection",
    ],
  });
}
