import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { openTab, type TabOptions } from "./tabs.ts";

/** A page and its peer id. */
export interface Participant {
  readonly id: string;
  readonly page: Page;
}

export interface JoinOptions extends TabOptions {
  readonly token?: string;
  readonly id: string;
  /** Whether the page sends its camera to all peers. */
  readonly isSeen?: boolean;
  /** The policy of ICE for its connections. */
  readonly rtc?: RTCConfiguration;
}

/** The options of a test that expects no failure to be reported: a connection that takes more than 15 s has failed. */
export const retriedIfSlow = { retry: 2 };

/** Opens a page that joins the lobby. */
export async function join(browser: Browser, options: JoinOptions): Promise<Participant> {
  const { id, isSeen = false, server: url, token, rtc } = options;
  const page = await openTab(browser, options);
  if (isSeen) await page.evaluate(() => tab.useCamera());
  const given = {
    url,
    peerId: id,
    ...(token === undefined ? {} : { token }),
    ...(rtc === undefined ? {} : { rtc }),
  };
  expect(await page.evaluate((given) => tab.join(given), given)).toBeUndefined();
  return { id, page };
}

/** Waits until a page has reported a peer, connected or not. */
export async function expectMet(
  { page }: Participant,
  { id }: Pick<Participant, "id">,
): Promise<void> {
  await page.waitForFunction((id) => id in tab.met, id);
}

/** Waits until each page is connected to exactly the other pages. */
export async function expectMesh(...all: readonly Participant[]): Promise<void> {
  await everyPair(all, ({ page }, { id }) =>
    page.waitForFunction((id) => tab.connected().includes(id), id),
  );
  for (const { id, page } of all) {
    const others = all.map((one) => one.id).filter((other) => other !== id);
    expect((await page.evaluate(() => tab.connected())).sort()).toEqual(others.sort());
  }
}

let said = 0;

/** Sends data from each page to each other page, and waits for its arrival. */
export async function expectTalk(...all: readonly Participant[]): Promise<void> {
  await everyPair(all, async (from, to) => {
    said += 1;
    const text = `${from.id} to ${to.id}, ${said}`;
    await from.page.evaluate(({ id, text }) => tab.peer(id).send(text), { id: to.id, text });
    await to.page.waitForFunction(({ id, text }) => tab.met[id]?.texts.includes(text), {
      id: from.id,
      text,
    });
  });
}

/** Waits until each page continues to receive the video of each other page. */
export async function expectVideo(...all: readonly Participant[]): Promise<void> {
  await everyPair(all, (viewer, shown) => expectFrames(viewer, shown));
}

/** More than a buffer of the browser holds. */
const furtherFrames = 5;

/** Waits until the viewer has received further frames of the videos of the other page, without the first `from` videos. */
export async function expectFrames(
  viewer: Participant,
  { id }: Participant,
  from = 0,
): Promise<void> {
  const which = { id, from };
  // Not `waitForFunction`, which takes the promise of an asynchronous function for its result.
  const frames = () => viewer.page.evaluate(({ id, from }) => tab.frames(id, from), which);
  const before = await frames();
  await expect.poll(frames).toBeGreaterThanOrEqual(before + furtherFrames);
}

/** Shares a page with a peer. Browsers require a user gesture for that. */
export async function shareScreen({ page }: Participant, { id }: Participant): Promise<void> {
  await page.mouse.click(1, 1);
  await page.evaluate((id) => tab.shareScreen(id), id);
}

/** Expects that the client reported no error. */
export async function expectNoErrors(...all: readonly Participant[]): Promise<void> {
  const errors = await Promise.all(all.map(({ page }) => page.evaluate(() => tab.errors)));
  expect(errors.flat()).toEqual([]);
}

async function everyPair(
  all: readonly Participant[],
  act: (one: Participant, other: Participant) => Promise<unknown>,
): Promise<void> {
  const pairs = all.flatMap((one) =>
    all.filter((other) => other !== one).map((other) => [one, other] as const),
  );
  await Promise.all(pairs.map(([one, other]) => act(one, other)));
}

/** Stops the counting of a page. Expects that the other page received every number once and in order. */
export async function expectCounted(from: Participant, to: Participant): Promise<void> {
  const count = await from.page.evaluate(() => tab.stopCounting());
  const numbers = Array.from({ length: count }, (_, index) => String(index));
  await to.page.waitForFunction(({ id, last }) => tab.met[id]?.texts.includes(last), {
    id: from.id,
    last: String(count - 1),
  });
  const texts = await to.page.evaluate((id) => tab.met[id]?.texts ?? [], from.id);
  expect(texts.filter((text) => /^\d+$/.test(text))).toEqual(numbers);
}
