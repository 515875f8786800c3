import { expect, test } from "vitest";
import { type OpenBrowser, useBrowser } from "./browsers.ts";
import { startSignaling } from "./signaling.ts";
import { openTab } from "./tabs.ts";

const browsers: Readonly<Record<string, OpenBrowser>> = {
  chromium: useBrowser("chromium"),
  firefox: useBrowser("firefox"),
};

// Browsers give no reason for a refused WebSocket, and for other responses only if CORS allows it.
test.each(Object.keys(browsers))(
  "[W1] [B5] %s: a page of another origin learns why the server refuses, with the server's own words",
  async (browser) => {
    const open = browsers[browser] as OpenBrowser;
    const strict = await startSignaling({ allowedOrigins: ["https://app.example"] });
    const busy = await startSignaling({ connectsPerMinute: 1, addressShare: 1 });
    const page = await openTab(await open(), { server: strict });
    expect(await page.evaluate((url) => tab.join({ url }), strict)).toBe("forbidden");
    expect(await page.evaluate((url) => tab.join({ url }), busy)).toBeUndefined();
    expect(await page.evaluate((url) => tab.join({ url }), busy)).toBe("rate-limited");
  },
);
