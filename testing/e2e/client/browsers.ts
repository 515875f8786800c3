import { type Browser, chromium, firefox } from "playwright-core";
import { beforeEach } from "vitest";
import { findChromium } from "../../../tools/chromium.ts";
import { findFirefox } from "../../../tools/firefox.ts";

export type BrowserName = "chromium" | "firefox";

/** Opens a browser, the same one for all tests of a worker. */
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
          // A name that is not this machine's, as for a phone: `localhost` gets a camera without TLS.
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
          // Contexts cannot have a color scheme of their own here.
          "layout.css.prefers-color-scheme.content-override": 1,
        },
      }),
  },
};

/**
 * The files with browsers run one after the other in each worker, with common modules, so that they share a browser: its
 * start costs seconds. Playwright ends it with the worker.
 */
const launched = new Map<BrowserName, Promise<Browser>>();

/** If the browser is not installed, the tests of the scope are skipped, or fail in CI. */
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
