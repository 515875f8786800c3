import { type Browser, chromium, firefox } from "playwright-core";
import { beforeEach } from "vitest";
import { findChromium } from "../../../tools/chromium.ts";
import { findFirefox } from "../../../tools/firefox.ts";

export type BrowserName = "chromium" | "firefox";

/** Opens a browser that all tests of a worker share. */
export type OpenBrowser = () => Promise<Browser>;

interface Launcher {
  readonly find: () => string | undefined;
  readonly missing: string;
  launch(executablePath: string): Promise<Browser>;
}

const launchers: Readonly<Record<BrowserName, Launcher>> = {
  chromium: {
    find: findChromium,
    missing: "there is no Chromium: install one, or set CHROMIUM_PATH to where it is",
    launch: (executablePath) =>
      chromium.launch({
        executablePath,
        // The browsers of users have this feature.
        ignoreDefaultArgs: ["--disable-back-forward-cache"],
        args: [
          // The sandbox does not work for root, nor in most containers.
          "--no-sandbox",
          "--disable-background-networking",
          // A machine without a network has only its loopback address.
          "--allow-loopback-in-peer-connection",
          // mDNS names hide local addresses; few containers can resolve them.
          "--disable-features=WebRtcHideLocalIpsWithMdns",
          "--use-fake-device-for-media-stream",
          // Shares this tab without asking the user.
          "--auto-accept-this-tab-capture",
          "--autoplay-policy=no-user-gesture-required",
          // A host name that is not `localhost`, as for a phone: `localhost` gets a camera without TLS.
          "--host-resolver-rules=MAP laptop.test 127.0.0.1",
        ],
      }),
  },
  firefox: {
    find: findFirefox,
    missing: "there is no Firefox: install one, or set FIREFOX_PATH to where it is",
    launch: (executablePath) =>
      firefox.launch({
        channel: "moz-firefox",
        executablePath,
        firefoxUserPrefs: {
          "media.navigator.streams.fake": true,
          "media.navigator.permission.disabled": true,
          "media.peerconnection.ice.loopback": true,
          "media.peerconnection.ice.obfuscate_host_addresses": false,
          "media.autoplay.default": 0,
          // Contexts do not support a separate color scheme here.
          "layout.css.prefers-color-scheme.content-override": 1,
        },
      }),
  },
};

/**
 * The files with browsers run sequentially in each worker with shared modules, so that they share a browser: its
 * start takes seconds. Playwright closes it with the worker.
 */
const launched = new Map<BrowserName, Promise<Browser>>();

/** Skips the tests of the scope if the browser is not installed; fails in CI. */
export function useBrowser(name: BrowserName): OpenBrowser {
  const { find, missing, launch } = launchers[name];
  const path = find();
  beforeEach(({ skip }) => skip(path === undefined && !process.env["CI"], missing));
  return async () => {
    if (path === undefined) throw new Error(missing);
    const running = await launched.get(name);
    if (running?.isConnected()) return running;
    const browser = launch(path);
    launched.set(name, browser);
    return browser;
  };
}
