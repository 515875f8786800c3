import { mkdirSync } from "node:fs";
import type axe from "axe-core";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useBrowser } from "../client/browsers.ts";
import { takeTab } from "../client/tab-pool.ts";
import { misfits } from "./measure.ts";
import { loadAxe } from "./violations.ts";
import { startDemo, visit, watch } from "./visitor.ts";

const openBrowser = useBrowser("chromium");

const folder = "test-results/pictures";
mkdirSync(folder, { recursive: true });

/** Expects that the page fits the window and follows the accessibility rules, dark and light. Saves a picture of each. */
async function expectGood(page: Page, name: string): Promise<void> {
  expect(await misfits(page)).toEqual([]);
  await loadAxe(page);
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${folder}/check-${name}-${colorScheme}.png`, fullPage: true });
    const found = await page.evaluate(async () => {
      const { axe: inPage } = window as unknown as { axe: typeof axe };
      const { violations } = await inPage.run({ resultTypes: ["violations"] });
      return violations.map(({ id, nodes }) => `${id} ${JSON.stringify(nodes[0]?.target)}`);
    });
    expect(found).toEqual([]);
  }
}

test("[G8] the page at /check checks devices and signaling, and copies a report without the token", async () => {
  const server = await startDemo();
  const browser = await openBrowser();
  const look = { viewport: { width: 320, height: 844 } };
  const visitor = await visit(browser, { name: "Ada", server, look });
  const { page } = visitor;
  await page.getByRole("link", { name: "Check devices and network" }).click();
  const start = page.getByRole("button", { name: "Start the check" });
  await expectGood(page, "start");
  await start.press("Enter");
  await page.getByRole("heading", { name: "Finished: 4 passed, 5 skipped" }).waitFor();
  await page.getByRole("status").getByText("Finished: 4 passed, 5 skipped").waitFor();
  const turn = page.getByRole("listitem").filter({ hasText: "TURN over TLS" });
  await turn.getByText("No TURN server is configured for this check.").waitFor();
  await expectGood(page, "narrow");

  // Playwright can read the clipboard only with a permission, so the test reads what the page copies.
  await page.evaluate(() => {
    Object.defineProperty(navigator.clipboard, "writeText", {
      value: async (text: string) => Object.assign(window, { copied: text }),
    });
  });
  await page.getByText("Show the report").click();
  const shown = await page.getByRole("region", { name: "Report as text" }).innerText();
  await page.getByRole("button", { name: "Copy the report" }).press("Enter");
  await page.getByRole("button", { name: "Report copied" }).waitFor();
  const copied = String(await page.evaluate("copied"));
  expect(copied).toBe(shown);
  expect(copied).toMatch(/^Network check, .*\nServer: .*\n/);
  expect(copied).not.toContain(server.token);
  expect(visitor.complaints).toEqual([]);

  await page.setViewportSize({ width: 1280, height: 800 });
  await expectGood(page, "wide");
});

test("[G8] the page at /check can omit the devices, and names a wrong token as the problem", async () => {
  const server = await startDemo();
  const browser = await openBrowser();
  const { page } = watch(await takeTab(browser), "Ada");
  await page.goto(`${server.url}/check`);
  await page.getByLabel("Server token").fill("wrong");
  await page.getByLabel("Check the camera and the microphone").uncheck();
  await page.getByRole("button", { name: "Start the check" }).click();
  await page.getByRole("heading", { name: "Finished: 2 failed, 5 skipped" }).waitFor();
  const signaling = page.getByRole("listitem").filter({ hasText: "Signaling over WebSocket" });
  await signaling.getByText("The server refused the connection.").waitFor();
  expect(await page.getByRole("listitem").count()).toBe(7);
});
