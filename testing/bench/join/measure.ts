import type { Browser, Page } from "playwright-core";
import { within } from "../../kit/within.ts";
import { type Meeting, milestones, type Times } from "./page.ts";
import type { Site } from "./site.ts";
import type { Subject } from "./subjects.ts";

/** Time limit of a join, in milliseconds. */
const patienceSeconds = 30;

/** One join of one subject. */
export interface Measurement {
  readonly subject: Subject;
  readonly times: Times;
}

export interface Stage {
  readonly browser: Browser;
  readonly site: Site;
}

/** Connects two new pages of two users: one waits, then the other joins, measured by its own clock. */
export async function measure(
  { browser, site }: Stage,
  subject: Subject,
  meeting: Meeting,
): Promise<Measurement> {
  const url = site.pageOf(subject, meeting.server);
  const contexts = [await browser.newContext(), await browser.newContext()] as const;
  try {
    const [waiting, joining] = [await contexts[0].newPage(), await contexts[1].newPage()];
    await open(waiting, url);
    await open(joining, url);
    await waiting.evaluate((meeting) => library.wait(meeting), meeting);
    await calm(waiting);
    await calm(joining);
    const join = joining.evaluate(async (meeting) => {
      probe.start();
      await library.join(meeting);
      probe.note("echo");
      return probe.times();
    }, meeting);
    const times = await within(patienceSeconds, `${subject.title}, a join`, join);
    return { subject, times: complete(times) };
  } finally {
    for (const context of contexts) await context.close();
  }
}

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForFunction(() => "library" in globalThis);
}

/** The rest of loading a page must not be measured. */
async function calm(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

/** An echo without an open channel would be a mistake of this benchmark. */
function complete(times: Partial<Times>): Times {
  const missing = milestones.filter((milestone) => times[milestone] === undefined);
  if (missing.length > 0) throw new Error(`never reached: ${missing.join(", ")}`);
  return times as Times;
}
