import { expect, test, vi } from "vitest";
import { startServer } from "../server.ts";
import { useBrowser } from "./browsers.ts";
import {
  expectCounted,
  expectMesh,
  expectNoErrors,
  expectTalk,
  expectVideo,
  join,
} from "./conversation.ts";

vi.setConfig({ testTimeout: 90_000 });

const open = useBrowser("chromium");

test.each(["SIGTERM", "SIGKILL"] as const)(
  "a call goes on while the server is gone by %s, and grows when it is back",
  async (signal) => {
    const browser = await open();
    const { url: server, port, token, end } = await startServer();
    const options = { server, token, isSeen: true };
    const ada = await join(browser, { ...options, id: "ada" });
    const bob = await join(browser, { ...options, id: "bob" });
    await expectMesh(ada, bob);
    await ada.page.evaluate(() => tab.startCounting("bob"));

    await end(signal);
    for (const { page } of [ada, bob]) {
      await page.waitForFunction(() => tab.room?.state === "reconnecting");
    }
    await expectTalk(ada, bob);
    await expectVideo(ada, bob);

    await startServer({ port, token });
    for (const { page } of [ada, bob]) {
      await page.waitForFunction(() => tab.room?.state === "connected");
      expect(await page.evaluate(() => tab.states)).toEqual(["reconnecting", "connected"]);
    }
    const cleo = await join(browser, { ...options, id: "cleo" });
    await expectMesh(ada, bob, cleo);
    await expectTalk(ada, bob, cleo);
    await expectVideo(ada, bob, cleo);
    await expectCounted(ada, bob);
    await expectNoErrors(ada, bob, cleo);
    expect(await ada.page.evaluate(() => tab.left)).toEqual([]);
  },
);
