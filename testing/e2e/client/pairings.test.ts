import { describe, expect, test } from "vitest";
import { type BrowserName, useBrowser } from "./browsers.ts";
import { expectMesh, expectNoErrors, expectTalk, expectVideo, join } from "./conversation.ts";
import { startSignaling } from "./signaling.ts";

// The start of a browser takes long on a busy machine.
const pairings: readonly (readonly [BrowserName, BrowserName])[] = [
  ["chromium", "chromium"],
  ["firefox", "firefox"],
  ["chromium", "firefox"],
  ["firefox", "chromium"],
];

describe.each(pairings)("%s calls %s", (one, two) => {
  const openOne = useBrowser(one);
  const openTwo = useBrowser(two);

  test("they exchange data and video, whichever peer is polite", async () => {
    const server = await startSignaling();
    const options = { server, isSeen: true };
    const ada = await join(await openOne(), { ...options, id: "ada" });
    const bob = await join(await openTwo(), { ...options, id: "bob" });
    await expectMesh(ada, bob);
    await expectTalk(ada, bob);
    await expectVideo(ada, bob);
    await expectNoErrors(ada, bob);
    const route = await ada.page.evaluate(async () => (await tab.peer("bob").stats()).route);
    expect(route).toMatch(/^(host|prflx)$/);
    const codes = [ada, bob].map(({ page }, index) =>
      page.evaluate((id) => tab.peer(id).securityCode(), index === 0 ? "bob" : "ada"),
    );
    const [code, otherCode] = await Promise.all(codes);
    expect(code).toMatch(/^\d{5}( \d{5}){7}$/);
    expect(otherCode).toBe(code);
  });
});
