import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { useBrowser } from "./browsers.ts";
import { startSignaling } from "./signaling.ts";
import { openTab } from "./tabs.ts";
import type { Change, Moment } from "./tracks.ts";

vi.setConfig({ testTimeout: 3_600_000 });

/** Number of sequences of about 1 s of processor time each. `npm run test:courses` tests more. */
const sequences = Number(process.env["TRACK_SEQUENCES"] ?? 10);
/** The seed repeats a failure, as far as the network timing allows. */
const seed = Number(process.env["TRACK_SEED"] ?? Math.trunc(Math.random() * 0x7fff_ffff));

interface Episode {
  readonly moment: Moment;
  /** Whether the sequence waits until all changes are negotiated; otherwise the next step starts at once. */
  readonly isAwaited: boolean;
  /** A side that cannot apply the next offer or answer. */
  readonly spoiled: { readonly side: 0 | 1; readonly type: "offer" | "answer" } | null;
}

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant("add" as const),
      kind: fc.constantFrom("audio" as const, "video" as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constantFrom("remove", "replace", "pause", "resume", "mute", "unmute"),
      which: fc.nat({ max: 3 }),
    }),
  },
);

const changes = fc.array(change, { maxLength: 3 });

const spoiling = fc.option(
  fc.record({
    side: fc.constantFrom(0 as const, 1 as const),
    type: fc.constantFrom("offer" as const, "answer" as const),
  }),
  { freq: 2 },
);

const episodesWith = (spoiled: fc.Arbitrary<Episode["spoiled"]>) =>
  fc.array(fc.record({ moment: fc.tuple(changes, changes), isAwaited: fc.boolean(), spoiled }), {
    minLength: 1,
    maxLength: 8,
  });

const sequence: fc.Arbitrary<readonly Episode[]> = fc.oneof(
  { weight: 2, arbitrary: episodesWith(fc.constant(null)) },
  { weight: 1, arbitrary: episodesWith(spoiling) },
);

const open = useBrowser("chromium");

test("[case K2] [case K3] all sent tracks arrive after any changes of two sides, and descriptions stay bounded", async () => {
  const page = await openTab(await open(), { server: await startSignaling(), script: "tracks" });
  let count = 0;
  const property = fc.asyncProperty(sequence, async (episodes) => {
    count += 1;
    const room = `room ${count}`;
    await page.evaluate((room) => tracks.meet(room), room);
    for (const { moment, isAwaited, spoiled } of episodes) {
      if (spoiled) {
        await page.evaluate(([room, { side, type }]) => tracks.spoilNext(room, side, type), [
          room,
          spoiled,
        ] as const);
      }
      await page.evaluate(([room, moment]) => tracks.change(room, moment), [room, moment] as const);
      if (isAwaited) await page.evaluate((room) => tracks.settle(room), room);
    }
    const { parts, mostParts } = await page.evaluate((room) => tracks.settle(room), room);
    // A refused answer has media sections that the other side does not match with all of its own sections.
    const isBounded = episodes.every(({ spoiled }) => !spoiled);
    if (isBounded) expect(parts).toBeLessThanOrEqual(mostParts);
    expect(await page.evaluate(() => tracks.errors)).toEqual([]);
    await page.evaluate((room) => tracks.part(room), room);
  });
  await fc.assert(property, { seed, numRuns: sequences, endOnFailure: true });
});
