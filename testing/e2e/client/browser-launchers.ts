import { type BrowserServer, chromium, firefox } from "playwright-core";
import { findChromium } from "../../../tools/chromium.ts";
import { findFirefox } from "../../../tools/firefox.ts";
import { cameraFile, cameraPicture } from "./camera.ts";

export type BrowserName = "chromium" | "firefox";

const unwantedFeatures = [
  // mDNS names hide local addresses; few containers can resolve them.
  "WebRtcHideLocalIpsWithMdns",
  // Two hidden pages for suggestions in the address bar of each window: half of the CPU time of opening a window.
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
].join(",");

interface Launcher {
  /** Returns the path of the browser, if it is installed. */
  readonly find: () => string | undefined;
  readonly missing: string;
  launch(executablePath: string): Promise<BrowserServer>;
}

export const launchers: Readonly<Record<BrowserName, Launcher>> = {
  chromium: {
    find: findChromium,
    missing: "there is no Chromium: install one, or set CHROMIUM_PATH to where it is",
    launch: (executablePath) =>
      chromium.launchServer({
        host: "127.0.0.1",
        executablePath,
        // The browsers of users have this feature.
        ignoreDefaultArgs: ["--disable-back-forward-cache"],
        args: [
          // The sandbox does not work for root, nor in most containers.
          "--no-sandbox",
          "--disable-background-networking",
          // A machine without a network has only its loopback address.
          "--allow-loopback-in-peer-connection",
          `--disable-features=${unwantedFeatures}`,
          "--use-fake-device-for-media-stream",
          `--use-file-for-fake-video-capture=${cameraFile()}`,
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
      firefox.launchServer({
        host: "127.0.0.1",
        channel: "moz-firefox",
        executablePath,
        firefoxUserPrefs: {
          "media.navigator.streams.fake": true,
          "media.navigator.video.default_width": cameraPicture.width,
          "media.navigator.video.default_height": cameraPicture.height,
          "media.navigator.video.default_fps": cameraPicture.framesPerSecond,
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
