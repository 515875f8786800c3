import { type Browser, chromium, firefox } from "playwright-core";
import { findChromium } from "../../../tools/chromium.ts";
import { findFirefox } from "../../../tools/firefox.ts";
import { chromiumArguments } from "../../kit/chromium-arguments.ts";

export const browserNames = ["chromium", "firefox"] as const;

export type BrowserName = (typeof browserNames)[number];

interface Launcher {
  readonly find: () => string | undefined;
  readonly missing: string;
  launch(executablePath: string): Promise<Browser>;
}

const launchers: Readonly<Record<BrowserName, Launcher>> = {
  chromium: {
    find: findChromium,
    missing: "Chromium is missing; install it, or set CHROMIUM_PATH to its path",
    launch: (executablePath) => chromium.launch({ executablePath, args: chromiumArguments() }),
  },
  firefox: {
    find: findFirefox,
    missing: "Firefox is missing; install it, or set FIREFOX_PATH to its path",
    launch: (executablePath) =>
      firefox.launch({
        channel: "moz-firefox",
        executablePath,
        firefoxUserPrefs: {
          "media.peerconnection.ice.loopback": true,
          // Few containers can resolve the mDNS names that hide local addresses.
          "media.peerconnection.ice.obfuscate_host_addresses": false,
        },
      }),
  },
};

/** Starts a headless browser. Throws an error with a readable message if it is not installed. */
export async function startBrowser(name: BrowserName): Promise<Browser> {
  const { find, missing, launch } = launchers[name];
  const executablePath = find();
  if (executablePath === undefined) throw new Error(missing);
  return launch(executablePath);
}
