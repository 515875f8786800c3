import { type BrowserServer, chromium, firefox } from "playwright-core";
import { findChromium } from "../../../tools/chromium.ts";
import { findFirefox } from "../../../tools/firefox.ts";
import { chromiumArguments } from "../../kit/chromium-arguments.ts";
import { cameraFile, cameraPicture } from "./camera.ts";

/**
 * Chromium is started without its back/forward cache, which doubles the processor time of a visit, with it, and in a form that
 * accepts every certificate, also that of a TURN server.
 */
export type BrowserName =
  | "chromium"
  | "chromium-back-forward-cache"
  | "chromium-any-certificate"
  | "firefox";

/** mDNS names hide local addresses; few containers can resolve them. */
const mdnsNames = "WebRtcHideLocalIpsWithMdns";

/** A process for each origin instead of each site, so that a tab would need a new process for each server. */
const originProcesses = "OriginIsolationHeader";

interface Launcher {
  /** Returns the path of the browser, if it is installed. */
  readonly find: () => string | undefined;
  readonly missing: string;
  launch(executablePath: string): Promise<BrowserServer>;
}

interface ChromiumDifference {
  readonly added?: readonly string[];
  /** Arguments of Playwright that are left out. */
  readonly removed?: readonly string[];
  /** Features that are off. */
  readonly unwanted?: readonly string[];
}

const chromiumLauncher = ({
  added = [],
  removed = [],
  unwanted = [mdnsNames, originProcesses],
}: ChromiumDifference = {}): Launcher => ({
  find: findChromium,
  missing: "there is no Chromium: install one, or set CHROMIUM_PATH to where it is",
  launch: (executablePath) =>
    chromium.launchServer({
      host: "127.0.0.1",
      executablePath,
      ignoreDefaultArgs: [...removed],
      args: [
        ...chromiumArguments(unwanted),
        "--use-fake-device-for-media-stream",
        `--use-file-for-fake-video-capture=${cameraFile()}`,
        // Shares this tab without asking the user.
        "--auto-accept-this-tab-capture",
        "--autoplay-policy=no-user-gesture-required",
        // A host name that is not `localhost`, as for a phone: `localhost` gets a camera without TLS.
        "--host-resolver-rules=MAP laptop.test 127.0.0.1",
        ...added,
      ],
    }),
});

export const launchers: Readonly<Record<BrowserName, Launcher>> = {
  chromium: chromiumLauncher(),
  "chromium-back-forward-cache": chromiumLauncher({
    removed: ["--disable-back-forward-cache"],
    unwanted: [mdnsNames],
  }),
  "chromium-any-certificate": chromiumLauncher({ added: ["--ignore-certificate-errors"] }),
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
