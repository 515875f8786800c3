import type { Browser, Page } from "playwright-core";
import { expect, test, vi } from "vitest";
import { connectTo, hasBrowser, useBrowser } from "../client/browsers.ts";
import { misfits } from "./measure.ts";
import { type DemoServer, join, startDemo, type VisitOptions, visit } from "./visitor.ts";

// Four pages with cameras in two browsers are slow on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

const widths = [320, 390, 1280] as const;

/** Room names of 60 characters that are hard to fit. */
const roomNames = {
  "words, emoji and right-to-left":
    "Donaudampfschifffahrts 🎉🎉 غرفة الاجتماعات Planungsbesprechung".slice(0, 60),
  "one long word": "w".repeat(60),
  emoji: "🧑🚀".repeat(15),
  "right-to-left": "غرفةالاجتماعات".repeat(5).slice(0, 60),
};

const heightOf = (width: number): number => (width === 1280 ? 800 : 844);

const openBrowser = useBrowser("chromium");

/** Of the pages that are not measured. */
const small = { viewport: { width: 320, height: 480 } };

const shownVideo = "participant-tile video:not([hidden])";

/** One call is measured in both browsers. Where Firefox is not installed, Chromium replaces it. */
const looks = [
  { browserName: "chromium", colorScheme: "dark" },
  { browserName: hasBrowser("firefox") ? "firefox" : "chromium", colorScheme: "light" },
] as const;

test("[case G1] a call with four people fits a window of 320 to 1280 px, in two browsers, dark and light", async () => {
  const server = await startDemo();
  const measured: Page[] = [];
  for (const [index, { browserName, colorScheme }] of looks.entries()) {
    const browser = await connectTo(browserName);
    const options = { look: { colorScheme }, browserName };
    measured.push(await enterAs(browser, server, `${320 + index}`, options));
  }
  const others: Page[] = [];
  for (const name of ["390", "1280"]) {
    others.push(await enterAs(await openBrowser(), server, name, { look: small }));
  }
  const pages = [...measured, ...others];
  for (const page of pages) await turnCameraOn(page);
  for (const page of measured) await page.locator(shownVideo).nth(3).waitFor();
  for (const page of pages) await slowCameraDown(page);
  for (const [index, { colorScheme }] of looks.entries()) {
    const page = measured[index] as Page;
    const isDark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
    expect(isDark).toBe(colorScheme === "dark");
    for (const width of widths) {
      await page.setViewportSize({ width, height: heightOf(width) });
      await measurePanels(page);
      // The scroll bars of Firefox take room; three people still fit beside one.
      if (width === 1280) await expect.poll(() => sidewaysScroll(page)).toBe(0);
    }
  }
});

test.each(Object.entries(roomNames))(
  "[case G1] a room name of 60 characters fits: %s",
  async (_, room) => {
    const server = await startDemo();
    const look = { viewport: { width: 320, height: 844 } };
    const visitor = await visit(await openBrowser(), { name: "Ada", server, room, look });
    expect(await misfits(visitor.page)).toEqual([]);
    await visitor.page.getByRole("button", { name: /^Join/ }).click();
    await visitor.page.getByRole("button", { name: "Leave" }).waitFor();
    expect(await misfits(visitor.page)).toEqual([]);
    await visitor.page.getByRole("button", { name: "Leave" }).click();
    await visitor.page.getByRole("heading", { name: "You left" }).waitFor();
    expect(await misfits(visitor.page)).toEqual([]);
  },
);

/** Joins the room with a long name. */
async function enterAs(
  browser: Browser,
  server: DemoServer,
  name: string,
  options: Pick<VisitOptions, "look" | "browserName"> = {},
): Promise<Page> {
  const room = roomNames["words, emoji and right-to-left"];
  const given = { ...options, name: `Wolfeschlegelsteinhausen-${name}`, server, room };
  return (await join(browser, given)).page;
}

/** Turns the camera on when four people are there. */
async function turnCameraOn(page: Page): Promise<void> {
  await page.locator("participant-tile").nth(3).waitFor();
  await page.getByRole("button", { name: "Camera", exact: true }).click();
}

/** The size of a picture matters here, and new pictures only cost processor time. */
async function slowCameraDown(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const view = document.querySelector("demo-app")?.shadowRoot?.querySelector("call-view");
    const { call } = view as unknown as {
      call: { media: { tracks: ReadonlyMap<string, MediaStreamTrack> } };
    };
    await call.media.tracks.get("camera")?.applyConstraints({ frameRate: 1 });
  });
}

/** Returns by how many pixels the diagram is wider than its view. */
function sidewaysScroll(page: Page): Promise<number> {
  return page
    .locator("signaling-view .scroll")
    .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
}

/** Measures every panel that has a tab in this window. */
async function measurePanels(page: Page): Promise<void> {
  for (const tab of await page.getByRole("tab").all()) {
    if (!(await tab.isVisible())) continue;
    await tab.click();
    const panel = (await tab.innerText()).trim().split(/\s/)[0]?.toLowerCase();
    const width = page.viewportSize()?.width;
    expect({ width, panel, misfits: await misfits(page) }).toEqual({ width, panel, misfits: [] });
  }
}
