import { expect, test } from "vitest";
import { startServerHere } from "../../kit/server-here.ts";
import { useBrowser } from "./browsers.ts";
import { openTab } from "./tabs.ts";

const browsers = { chromium: useBrowser("chromium"), firefox: useBrowser("firefox") } as const;

test.each(["chromium", "firefox"] as const)(
  "%s: the client loads WebRTC by one connection in an idle page, which gathers no candidates and is closed",
  async (name) => {
    const { url: server } = await startServerHere();
    const page = await openTab(await browsers[name](), { server });
    const connections = await page.evaluate(async (module) => {
      const created: RTCPeerConnection[] = [];
      const Original = RTCPeerConnection;
      globalThis.RTCPeerConnection = class extends Original {
        constructor(configuration?: RTCConfiguration) {
          super(configuration);
          created.push(this);
        }
      };
      const script = Object.assign(document.createElement("script"), {
        type: "module",
        src: module,
      });
      await new Promise((resolve, reject) => {
        script.onload = resolve;
        script.onerror = reject;
        document.head.append(script);
      });
      // Idle callbacks run in the order in which they were requested.
      await new Promise((resolve) => requestIdleCallback(resolve));
      return created.map(({ signalingState, iceGatheringState }) => ({
        signalingState,
        iceGatheringState,
      }));
    }, `${server}/client.js?again`);
    expect(connections).toEqual([{ signalingState: "closed", iceGatheringState: "new" }]);
  },
);
