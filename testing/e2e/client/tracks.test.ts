import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { type BrowserName, useBrowser } from "./browsers.ts";
import { useSharedTracks } from "./shared-tracks.ts";
import type { Change, Kind, Moment, Outcome } from "./tracks.ts";

const add = (...kinds: readonly Kind[]): readonly Change[] =>
  kinds.map((kind) => ({ what: "add", kind }));

const collisions: readonly Moment[] = [
  [add("video"), add("audio")],
  [add("audio"), add("video")],
  [add("audio", "video"), add("video", "audio")],
  [add("video"), add("video", "audio")],
  [add("video", "video"), add("audio", "video")],
];

const browsers: readonly BrowserName[] = ["chromium", "firefox"];

describe.each(browsers)("in %s", (name) => {
  const openPage = useSharedTracks(useBrowser(name));

  test("[case K3] [Q6] all tracks arrive when offers of different kinds collide", async () => {
    const page = await openPage();
    for (const [index, moment] of collisions.entries()) {
      const room = `room ${index}`;
      await page.evaluate((room) => tracks.meet(room), room);
      await page.evaluate(([room, moment]) => tracks.collide(room, moment), [
        room,
        moment,
      ] as const);
      await page.evaluate((room) => tracks.settle(room), room);
      // Once more, with tracks in both directions.
      await page.evaluate(([room, moment]) => tracks.collide(room, moment), [
        room,
        moment,
      ] as const);
      await page.evaluate((room) => tracks.settle(room), room);
      await page.evaluate((room) => tracks.part(room), room);
    }
    await expectNoErrors(page);
  });

  test.each([0, 1] as const)(
    "[Q10] side %i refuses an unusable offer, and makes one",
    async (side) => {
      const page = await openPage();
      await page.evaluate(() => tracks.meet("room"));
      await page.evaluate((side) => tracks.spoilNext("room", side, "offer"), side);
      const moment: Moment = side === 0 ? [[], add("video", "audio")] : [add("video", "audio"), []];
      await page.evaluate((moment) => tracks.change("room", moment), moment);
      await page.evaluate(() => tracks.settle("room"));
      await expectRefusals(page, 1);
      await expectNoErrors(page);
    },
  );

  test.each([0, 1] as const)(
    "[Q10] side %i refuses an unusable offer that collides with another one",
    async (side) => {
      const page = await openPage();
      await page.evaluate(() => tracks.meet("room"));
      await page.evaluate((side) => tracks.spoilNext("room", side, "offer"), side);
      await page.evaluate((moment) => tracks.collide("room", moment), [
        add("video"),
        add("audio"),
      ] as const);
      await page.evaluate(() => tracks.settle("room"));
      // The impolite peer ignores the offer anyway.
      await expectRefusals(page, side === 0 ? 1 : 0);
      await expectNoErrors(page);
    },
  );

  // Side 1 sends no video: Firefox (153) can lose a video for good if it begins while an own offer is rolled back. It then
  // learns again which packets belong to which media section, from a header extension that the sender soon leaves out. If the
  // first packet that still has the extension is a retransmission (RTX), all others are dropped. Audio has no retransmissions.
  test.each([0, 1] as const)(
    "[Q11] side %i refuses an unusable answer, and receives an offer",
    async (side) => {
      const page = await openPage();
      await page.evaluate(() => tracks.meet("room"));
      await page.evaluate((side) => tracks.spoilNext("room", side, "answer"), side);
      const moment: Moment =
        side === 0 ? [add("video", "audio"), add("audio")] : [[], add("video", "audio")];
      await page.evaluate((moment) => tracks.change("room", moment), moment);
      await page.evaluate(() => tracks.settle("room"));
      await expectRefusals(page, 1);
      await expectNoErrors(page);
    },
  );

  // Chromium (156) sends and receives nothing between the rollback of an own offer and the next answer.
  test.each([0, 1] as const)(
    "[Q11] tracks of both sides continue while side %i waits for the offer after a refused answer",
    async (side) => {
      const page = await openPage();
      await page.evaluate(() => tracks.meet("room"));
      const both = [add("audio"), add("audio")] as const;
      await page.evaluate((both) => tracks.collide("room", both), both);
      await page.evaluate(() => tracks.settle("room"));
      const isHeld = page.evaluate((side) => tracks.refuseNextAnswer("room", side), side);
      const moment: Moment = side === 0 ? [add("video"), []] : [[], add("video")];
      await page.evaluate((moment) => tracks.change("room", moment), moment);
      await isHeld;
      await page.evaluate(() => tracks.flow("room"));
      await page.evaluate(() => tracks.release("room"));
      await page.evaluate(() => tracks.settle("room"));
      await expectRefusals(page, 1);
      await expectNoErrors(page);
    },
  );

  test("[case K2] sharing and stopping a screen 5 times does not make descriptions longer", async () => {
    const page = await openPage();
    await page.evaluate(() => tracks.meet("room"));
    const both = [add("audio", "video"), add("audio", "video")] as const;
    await page.evaluate((both) => tracks.change("room", both), both);
    await page.evaluate(() => tracks.settle("room"));
    const outcomes: Outcome[] = [];
    for (let time = 0; time < 5; time += 1) {
      await page.evaluate((screen) => tracks.change("room", [screen, []]), add("video"));
      outcomes.push(await page.evaluate(() => tracks.settle("room")));
      await page.evaluate(() => tracks.change("room", [[{ what: "remove", which: 2 }], []]));
      await page.evaluate(() => tracks.settle("room"));
    }
    expect(outcomes.map(({ parts }) => parts)).toEqual(outcomes.map(() => 4));
    const [, second, last] = [outcomes[0], outcomes[1], outcomes.at(-1)];
    expect(last?.characters).toBeLessThan(1.05 * (second?.characters ?? 0));
    await expectNoErrors(page);
  });

  test("[case K13] a paused track is sent again, and a track that is not sent cannot be replaced", async () => {
    const page = await openPage();
    await page.evaluate(() => tracks.meet("room"));
    await page.evaluate((video) => tracks.change("room", [video, []]), add("video"));
    await page.evaluate(() => tracks.settle("room"));
    for (const what of ["pause", "resume"] as const) {
      await page.evaluate((what) => tracks.change("room", [[{ what, which: 0 }], []]), what);
      if (what === "pause") await page.evaluate(() => tracks.silence("room", 0));
      await page.evaluate(() => tracks.settle("room"));
    }
    await expectReplaceError(page);
    await expectNoErrors(page);
  });

  test("[case K13] a track is added while another one is being paused, and both sides negotiate", async () => {
    const page = await openPage();
    await page.evaluate(() => tracks.meet("room"));
    const moments: readonly Moment[] = [
      [[], add("video")],
      [add("video", "video"), [{ what: "pause", which: 0 }, ...add("video")]],
      [[], [{ what: "resume", which: 0 }]],
    ];
    for (const moment of moments) {
      await page.evaluate((moment) => tracks.change("room", moment), moment);
    }
    await page.evaluate(() => tracks.settle("room"));
    await expectNoErrors(page);
  });
});

async function expectReplaceError(page: Page): Promise<void> {
  const error = await page.evaluate(() => tracks.replaceOther("room", 0));
  expect(error).toMatch(/^bad-message: .* not sent/);
}

async function expectRefusals(page: Page, count: number): Promise<void> {
  const steps = await page.evaluate(() => tracks.steps);
  expect(steps["received refusal"] ?? 0).toBe(count);
}

async function expectNoErrors(page: Page): Promise<void> {
  expect(await page.evaluate(() => tracks.errors)).toEqual([]);
}
