import { type Browser, chromium, firefox } from "playwright-core";
import { afterAll, beforeEach } from "vitest";
import { findChromium } from "../../tools/chromium.ts";
import { findFirefox } from "../../tools/firefox.ts";

export type BrowserName = "chromium" | "firefox";

export type ColorScheme = "light" | "dark";

/** Opens a browser, the same one for all tests of a file. */
export type OpenBrowser = () => Promise<Browser>;

interface Launcher {
  readonly find: () => string | undefined;
  readonly missing: string;
  launch(executablePath: string, scheme: ColorScheme): Promise<Browser>;
}

const launchers: Readonly<Record<BrowserName, Launcher>> = {
  chromium: {
    find: findChromium,
    missing: "there is no Chromium: install one, or set CHROMIUM_PATH to where it is",
    launch: (executablePath) =>
      chromium.launch({
        executablePath,
        // People's browsers have it.
        ignoreDefaultArgs: ["--disable-back-forward-cache"],
        args: [
          // Its sandbox does not work for root, nor in most containers.
          "--no-sandbox",
          "--disable-background-networking",
          // On a machine without a network, its own address is the only one there is.
          "--allow-loopback-in-peer-connection",
          // Names that hide local addresses are looked up by multicast, which few containers have.
          "--disable-features=WebRtcHideLocalIpsWithMdns",
          "--use-fake-device-for-media-stream",
          // Whoever shares this tab is not asked.
          "--auto-accept-this-tab-capture",
          "--autoplay-policy=no-user-gesture-required",
        ],
      }),
  },
  firefox: {
    find: findFirefox,
    missing: "there is no Firefox: install one, or set FIREFOX_PATH to where it is",
    launch: (executablePath, scheme) =>
      firefox.launch({
        channel: "moz-firefox",
        executablePath,
        firefoxUserPrefs: {
          "media.navigator.streams.fake": true,
          "media.navigator.permission.disabled": true,
          "media.peerconnection.ice.loopback": true,
          "media.peerconnection.ice.obfuscate_host_addresses": false,
          "media.autoplay.default": 0,
          // Contexts cannot have a colour scheme of their own here.
          "layout.css.prefers-color-scheme.content-override": scheme === "dark" ? 0 : 1,
        },
      }),
  },
};

const launched = new Map<string, Promise<Browser>>();

// Of the whole file that imports this: vitest gives each file modules of its own.
afterAll(async () => {
  for (const browser of launched.values()) await (await browser).close();
});

/**
 * One browser for all tests of a file: its start costs seconds. Where it is not installed, the tests
 * of the scope are skipped, or fail in CI. Contexts of Chromium choose their own colour scheme;
 * `scheme` is that of Firefox.
 */
export function useBrowser(name: BrowserName, scheme: ColorScheme = "light"): OpenBrowser {
  const { find, missing, launch } = launchers[name];
  const path = find();
  beforeEach(({ skip }) => skip(path === undefined && !process.env["CI"], missing));
  return () => {
    if (path === undefined) throw new Error(missing);
    const key = `${name} ${scheme}`;
    const browser = launched.get(key) ?? launch(path, scheme);
    launched.set(key, browser);
    return browser;
  };
}
