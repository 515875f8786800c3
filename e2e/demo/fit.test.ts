import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { describe, expect, test, vi } from "vitest";
import { type BrowserName, useBrowser } from "../client/browsers.ts";
import { startServer } from "../server.ts";
import { misfits } from "./measure.ts";
import { join, type Visitor, visit } from "./visitor.ts";

// Four pages with cameras in two browsers take their time on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

const folder = "test-results/pictures";
mkdirSync(folder, { recursive: true });

const widths = [320, 360, 390, 1280] as const;
const schemes = ["light", "dark"] as const;

/** Room names of 60 characters that are hard to fit. */
const roomNames = {
  "words, emoji and right-to-left":
    "Donaudampfschifffahrts 🎉🎉 غرفة الاجتماعات Planungsbesprechung".slice(0, 60),
  "one long word": "w".repeat(60),
  emoji: "🧑🚀".repeat(15),
  "right-to-left": "غرفةالاجتماعات".repeat(5).slice(0, 60),
};

const heightOf = (width: number): number => (width === 1280 ? 800 : 844);

for (const name of ["chromium", "firefox"] as const) {
  describe(name, () => {
    const openBrowser = useBrowser(name);

    test("[case G1] nothing of a call with four people lies outside a window of 320 to 1280 px", async () => {
      const visitors = await fourPeople(
        await openBrowser(),
        roomNames["words, emoji and right-to-left"],
        name,
      );
      for (const visitor of visitors) {
        await visitor.page.getByRole("button", { name: "Camera", exact: true }).click();
      }
      for (const colorScheme of schemes) {
        for (const visitor of visitors) {
          await paint(visitor.page, colorScheme);
          await measurePanels(visitor, `${name}-${colorScheme}`);
        }
      }
    });
  });
}

describe("chromium", () => {
  const openBrowser = useBrowser("chromium");

  test.each(Object.entries(roomNames))(
    "[case G1] a room name of 60 characters fits: %s",
    async (_, room) => {
      const server = await startServer({ settings: { DEMO: "on" } });
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
});

async function fourPeople(
  browser: Browser,
  room: string,
  browserName: BrowserName,
): Promise<Visitor[]> {
  const server = await startServer({ settings: { DEMO: "on" } });
  const visitors: Visitor[] = [];
  for (const width of widths) {
    const look = { viewport: { width, height: heightOf(width) } };
    const name = `Wolfeschlegelsteinhausen-${width}`;
    visitors.push(await join(browser, { name, server, room, look, browserName }));
  }
  for (const { page } of visitors) await page.locator("participant-tile").nth(3).waitFor();
  return visitors;
}

/** Shows a page in a colour scheme. Playwright cannot emulate it in every Firefox; the page follows its root, too. */
async function paint(page: Page, colorScheme: (typeof schemes)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.evaluate((scheme) => {
    document.documentElement.style.colorScheme = scheme;
  }, colorScheme);
}

/** Measures every panel that the window shows by a tab of its own, and keeps a picture of each. */
async function measurePanels({ page }: Visitor, look: string): Promise<void> {
  for (const tab of await page.getByRole("tab").all()) {
    if (!(await tab.isVisible())) continue;
    await tab.click();
    const panel = (await tab.innerText()).trim().split(/\s/)[0]?.toLowerCase();
    const width = page.viewportSize()?.width;
    expect({ width, panel, misfits: await misfits(page) }).toEqual({ width, panel, misfits: [] });
    await page.screenshot({ path: `${folder}/fit-${look}-${width}-${panel}.png` });
  }
}
