import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { type BrowserName, useBrowser } from "./browsers.ts";
import type { Change } from "./glare.ts";
import { startSignaling } from "./signaling.ts";
import { openTab } from "./tabs.ts";

const kinds: readonly (readonly [Change, Change])[] = [
  ["direction", "direction"],
  ["route", "route"],
  ["direction", "route"],
  ["route", "direction"],
];

/** Number of pairs at a time. A collision consists mostly of waiting for ICE. */
const rooms = ["one", "two", "three", "four"];

const counts: readonly (readonly [BrowserName, number])[] = [
  ["chromium", 100],
  ["firefox", 12],
];

describe.each(counts)("in %s", (name, count) => {
  const open = useBrowser(name);
  const rounds = Array.from({ length: count / rooms.length }, (_, round) => round);

  test(`connections survive ${count} collisions, and the changes of both sides are negotiated`, async () => {
    const page = await openTab(await open(), { server: await startSignaling(), script: "glare" });
    await inEachRoom(async (room) => {
      await page.evaluate((room) => glare.meet(room), room);
      for (const round of rounds) {
        const changes = kinds[round % kinds.length] ?? [];
        await page.evaluate(([room, changes]) => glare.collide(room, changes), [
          room,
          changes,
        ] as const);
      }
    });
    await expectCollisions(page, count);
  });
});

async function inEachRoom(act: (room: string) => Promise<void>): Promise<void> {
  await Promise.all(rooms.map(act));
}

/** In each pair, one side rolled its offer back and the other side ignored the received offer. */
async function expectCollisions(page: Page, count: number): Promise<void> {
  const { steps, errors } = await page.evaluate(() => ({
    steps: glare.steps,
    errors: glare.errors,
  }));
  expect(errors).toEqual([]);
  expect(steps["rolled-back"]).toBeGreaterThanOrEqual(count);
  expect(steps["ignored-offer"]).toBeGreaterThanOrEqual(count);
}
