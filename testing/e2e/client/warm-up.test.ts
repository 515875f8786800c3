import { expect, test } from "vitest";
import { startServerHere } from "../../kit/server-here.ts";
import { useBrowser } from "./browsers.ts";
import { takeTab } from "./tab-pool.ts";

const browsers = { chromium: useBrowser("chromium"), firefox: useBrowser("firefox") } as const;

declare global {
  /** The connections that the page has created. */
  var created: RTCPeerConnection[];
}

test.each(["chromium", "firefox"] as const)(
  "%s: the client loads WebRTC by one connection in an idle page, which gathers no candidates and is closed",
  async (name) => {
    const { url: server } = await startServerHere();
    // An empty page: a page of the tests loads the client itself, and may become idle only now.
    const page = await takeTab(await browsers[name]());
    await page.evaluate(() => {
      globalThis.created = [];
      globalThis.RTCPeerConnection = class extends RTCPeerConnection {
        constructor(configuration?: RTCConfiguration) {
          super(configuration);
          created.push(this);
        }
      };
    });
    await page.addScriptTag({ type: "module", url: `${server}/client.js` });
    await page.waitForFunction(() => created[0]?.signalingState === "closed");
    const gathering = () => created.map(({ iceGatheringState }) => iceGatheringState);
    expect(await page.evaluate(gathering)).toEqual(["new"]);
  },
);
