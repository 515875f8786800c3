import { expect, test } from "vitest";
import { startServerHere } from "../../kit/server-here.ts";
import { useBrowser } from "./browsers.ts";
import { openTab } from "./tabs.ts";

const browsers = { chromium: useBrowser("chromium"), firefox: useBrowser("firefox") } as const;

declare global {
  /** The connections that the page has created. */
  var created: RTCPeerConnection[];
}

test.each(["chromium", "firefox"] as const)(
  "%s: the client loads WebRTC by one connection in an idle page, which gathers no candidates and is closed",
  async (name) => {
    const { url: server } = await startServerHere();
    const page = await openTab(await browsers[name](), { server });
    await page.evaluate(() => {
      globalThis.created = [];
      globalThis.RTCPeerConnection = class extends RTCPeerConnection {
        constructor(configuration?: RTCConfiguration) {
          super(configuration);
          created.push(this);
        }
      };
    });
    // The page has loaded the client before. The address makes it another module.
    await page.addScriptTag({ type: "module", url: `${server}/client.js?again` });
    await page.waitForFunction(() => created[0]?.signalingState === "closed");
    const gathering = () => created.map(({ iceGatheringState }) => iceGatheringState);
    expect(await page.evaluate(gathering)).toEqual(["new"]);
  },
);
