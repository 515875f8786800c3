import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { startStage } from "./stage.ts";

/**
 * Draws the pictures of the documents: `npm run pictures`. They show times, so the machine must have
 * nothing else to do.
 */
const folder = fileURLToPath(new URL("../../../docs/pictures/", import.meta.url));

type Pair = readonly [ada: Page, bob: Page];

async function plain(pair: Pair): Promise<void> {
  await settled(pair);
  // Each candidate is a row of its own.
  await pair[0].getByRole("button", { name: "Group candidates" }).click();
  await save(pair[0], "two-peers.svg");
}

async function glare(pair: Pair): Promise<void> {
  await settled(pair);
  await clear(pair);
  await Promise.all(pair.map((page) => page.evaluate(() => window.stage.addAudio())));
  // The offer that was rolled back is sent again, and is answered.
  const answers = pair[0].locator("signaling-view .row[aria-label*='an answer']");
  await answers.nth(1).waitFor({ state: "attached" });
  await save(pair[0], "glare.svg");
  await save(pair[1], "glare-impolite.svg");
}

async function restart(pair: Pair): Promise<void> {
  await settled(pair);
  await clear(pair);
  await pair[0].evaluate(() => window.stage.restartIce());
  await settled(pair);
  await save(pair[0], "ice-restart.svg");
}

/** Waits until both have sent all their candidates, and the route is found. */
async function settled(pair: Pair): Promise<void> {
  for (const page of pair) {
    const row = (words: string) => page.locator(`signaling-view .row[aria-label*='${words}']`);
    await row("sent you the end of candidates").first().waitFor({ state: "attached" });
    await row("you sent the end of candidates").first().waitFor({ state: "attached" });
    await row("the route to").first().waitFor({ state: "attached" });
  }
  // Late candidates may still change the route.
  await pair[0].waitForTimeout(500);
}

async function clear(pair: Pair): Promise<void> {
  for (const page of pair) await page.getByRole("button", { name: "Clear" }).click();
}

async function save(page: Page, name: string): Promise<void> {
  const download = page.waitForEvent("download");
  await page.locator("signaling-view .menu summary").click();
  await page.getByRole("button", { name: "Save picture (SVG)" }).click();
  await (await download).saveAs(`${folder}${name}`);
}

async function pairIn(browser: Browser, url: string, roomName: string): Promise<Pair> {
  const [ada, bob] = [await browser.newPage(), await browser.newPage()];
  for (const page of [ada, bob]) await page.goto(url);
  await ada.evaluate((name) => window.stage.join(name, "ada"), roomName);
  await bob.evaluate((name) => window.stage.join(name, "bob"), roomName);
  return [ada, bob];
}

const { url, browser, close } = await startStage();
for (const scene of [plain, glare, restart]) await scene(await pairIn(browser, url, scene.name));
await close();
