import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { openTab, type TabOptions } from "./tabs.ts";

/** A page, and who it is. */
export interface Participant {
  readonly id: string;
  readonly page: Page;
}

export interface JoinOptions extends TabOptions {
  readonly token?: string;
  readonly id: string;
  /** Whether it sends its camera to everybody. */
  readonly isSeen?: boolean;
  /** How its connections find routes. */
  readonly rtc?: RTCConfiguration;
}

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

/** The one has been told of the other; they may have no connection yet. */
export async function expectMet({ page }: Participant, { id }: Participant): Promise<void> {
  await page.waitForFunction((id) => id in tab.met, id);
}

/** Each is connected to each of the others, and to nobody else. */
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

/** Each says something to each, by `send`, and each hears it. */
export async function expectTalk(...all: readonly Participant[]): Promise<void> {
  await everyPair(all, async (from, to) => {
    said += 1;
    const text = `${from.id} to ${to.id}, ${said}`;
    await from.page.evaluate(({ id, text }) => tab.peer(id).send(text), { id: to.id, text });
    await to.page.waitForFunction(({ id, text }) => tab.met[id]?.heard.includes(text), {
      id: from.id,
      text,
    });
  });
}

/** Each goes on seeing each. */
export async function expectVideo(...all: readonly Participant[]): Promise<void> {
  await everyPair(all, (viewer, shown) => expectFrames(viewer, shown));
}

/** The viewer receives ten more frames of the other one's videos, without the first `from` videos. */
export async function expectFrames(
  viewer: Participant,
  { id }: Participant,
  from = 0,
): Promise<void> {
  const which = { id, from };
  const before = await viewer.page.evaluate(({ id, from }) => tab.frames(id, from), which);
  await viewer.page.waitForFunction(
    async ({ id, from, enough }) => (await tab.frames(id, from)) >= enough,
    { ...which, enough: before + 10 },
  );
}

/** The one lets the other see its page; browsers want a person to ask for that. */
export async function shareScreen({ page }: Participant, { id }: Participant): Promise<void> {
  await page.mouse.click(1, 1);
  await page.evaluate((id) => tab.shareScreen(id), id);
}

/** Nothing went wrong that the client tells of. */
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

/** Ends the counting of one. The other has heard every number, each once, in order. */
export async function expectCounted(from: Participant, to: Participant): Promise<void> {
  const count = await from.page.evaluate(() => tab.stopCounting());
  const numbers = Array.from({ length: count }, (_, index) => String(index));
  await to.page.waitForFunction(({ id, last }) => tab.met[id]?.heard.includes(last), {
    id: from.id,
    last: String(count - 1),
  });
  const heard = await to.page.evaluate((id) => tab.met[id]?.heard ?? [], from.id);
  expect(heard.filter((text) => /^\d+$/.test(text))).toEqual(numbers);
}
