import type { Browser, BrowserContext, Page } from "playwright-core";
import { within } from "../../kit/within.ts";
import type { Network } from "./network.ts";
import { type Meeting, type Milestone, milestones, type Times } from "./page.ts";
import type { Site } from "./site.ts";
import type { Situation } from "./situations.ts";
import type { Subject } from "./subjects.ts";

/** Time limit of a join, in seconds. */
const patienceSeconds = 120;

/** Time in which all pages get ready to join at the same moment, in milliseconds. */
const headStartMs = 100;

/** One join of one subject. */
export interface Measurement {
  readonly subject: Subject;
  readonly situation: Situation;
  readonly times: Times;
}

export interface Stage {
  readonly browser: Browser;
  readonly site: Site;
  readonly network: Network;
}

/**
 * Connects new pages of several users, measured by their own clocks. Of two pages, one waits and the other joins. Three
 * pages join at the same moment, and the latest time of each milestone counts.
 */
export async function measure(
  { browser, site, network }: Stage,
  subject: Subject,
  situation: Situation,
  place: string,
): Promise<Measurement> {
  const { peers, delayMs } = situation;
  const server = network.urlOf(subject, delayMs);
  const url = site.pageOf(subject, server);
  const meetings = Array.from({ length: peers }, (_, index) => ({ server, place, index, peers }));
  const contexts: BrowserContext[] = [];
  try {
    const pages: Page[] = [];
    for (const _ of meetings) {
      const context = await browser.newContext();
      contexts.push(context);
      pages.push(await open(context, url));
    }
    const waiting = peers === 2 ? 1 : 0;
    if (waiting > 0) {
      await pages[0]?.evaluate((meeting) => library.wait(meeting), meetings[0] as Meeting);
    }
    for (const page of pages) await calm(page);
    const atMs = Date.now() + headStartMs;
    const joins = meetings
      .slice(waiting)
      .map((meeting) => joinIn(pages[meeting.index] as Page, meeting, atMs));
    const all = await within(patienceSeconds, `${subject.title}, a join`, Promise.all(joins));
    return { subject, situation, times: complete(latestOf(all)) };
  } finally {
    for (const context of contexts) await context.close();
  }
}

async function open(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => "library" in globalThis);
  return page;
}

function joinIn(page: Page, meeting: Meeting, atMs: number): Promise<Partial<Times>> {
  return page.evaluate(
    async ([meeting, atMs]) => {
      await probe.start(atMs, meeting.peers - 1);
      await library.join(meeting);
      probe.note("echo");
      return probe.times();
    },
    [meeting, atMs] as const,
  );
}

/** The rest of loading a page must not be measured. */
async function calm(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

function latestOf(all: readonly Partial<Times>[]): Partial<Times> {
  const latest = (milestone: Milestone) =>
    all.reduce((most, times) => Math.max(most, times[milestone] ?? Number.NaN), 0);
  return Object.fromEntries(milestones.map((milestone) => [milestone, latest(milestone)]));
}

/** An echo without an open channel would be a mistake of this benchmark. */
function complete(times: Partial<Times>): Times {
  const missing = milestones.filter((milestone) => !Number.isFinite(times[milestone]));
  if (missing.length > 0) throw new Error(`never reached: ${missing.join(", ")}`);
  return times as Times;
}
