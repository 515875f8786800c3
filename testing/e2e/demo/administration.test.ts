import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useBrowser } from "../client/browsers.ts";
import { holdDevices } from "../client/held-devices.ts";
import { misfits } from "./measure.ts";
import { type DemoServer, join, pair, startDemo } from "./visitor.ts";

const openBrowser = useBrowser("chromium");

const adminToken = "an admin token for tests";

interface Answer {
  readonly peers: readonly { readonly peerId: string }[];
}

/** Sends requests of an administrator. */
function administrator(server: DemoServer) {
  const headers = { authorization: `Bearer ${adminToken}` };
  return async (method: string, path: string, body?: string): Promise<Answer> => {
    const answer = await fetch(`${server.url}/admin/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    return (await answer.json()) as Answer;
  };
}

const startAdministered = () => startDemo({ adminToken });

test("[case G8] a notice names the administrator and is shown as text, in both color schemes", async () => {
  const server = await startAdministered();
  const ask = administrator(server);
  const look = { viewport: { width: 390, height: 844 } };
  const { page, complaints } = await join(await openBrowser(), { name: "Ada", server, look });
  await ask("POST", "notices", JSON.stringify({ text: "We restart <b>at five</b>" }));
  const notice = page.getByRole("region", { name: "Message from the server’s administrator" });
  await notice.getByText("We restart <b>at five</b>").waitFor();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const [background, card] = await backgrounds(page);
    expect(background).not.toBe(card);
  }
  expect(await misfits(page)).toEqual([]);
  await notice.getByRole("button", { name: "Dismiss" }).click();
  await notice.waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
});

test.each([
  ["a kick", "An administrator removed you from this room", "rooms/e2e/peers/"],
  ["the end of the room", "An administrator closed this room", "rooms/e2e"],
])(
  "[case G5] %s ends the call: devices are turned off, and a button leads to the lobby",
  async (_, title, path) => {
    const server = await startAdministered();
    const ask = administrator(server);
    const [{ page, complaints }] = await pair(await openBrowser(), { server });
    await page.getByRole("button", { name: "Camera", exact: true }).click();
    await page.getByLabel("Video of Ada").waitFor();
    await page.evaluate(holdDevices);
    await page.getByRole("button", { name: "Microphone", exact: true }).click();
    await page.waitForFunction(() => globalThis.releaseDevice !== undefined);
    await ask("POST", "notices", JSON.stringify({ text: "an older notice" }));
    await page.getByRole("main").getByText("an older notice").waitFor();
    const { peers } = await ask("GET", "rooms/e2e/peers");
    const ada = peers.find(({ peerId }) => peerId.startsWith("ada-"))?.peerId ?? "";
    await ask("DELETE", path.endsWith("/") ? `${path}${ada}` : path);

    await page.getByRole("heading", { name: title }).waitFor();
    // The browser opens the microphone only now.
    expect(await page.evaluate(() => globalThis.releaseDevice?.())).toBe("ended");
    expect(await liveTracks(page)).toBe(0);
    for (const name of ["Invite", "Leave", "Camera", "Settings"]) {
      expect(await page.getByRole("button", { name }).count()).toBe(0);
    }
    expect(await page.getByRole("main").getByText("an older notice").count()).toBe(0);
    expect(await misfits(page)).toEqual([]);

    // No other person left: this page was removed.
    await page.getByRole("tab", { name: "Chat" }).click();
    const chat = page.getByRole("region", { name: "Chat messages" });
    await chat.getByText(title).waitFor();
    expect(await chat.getByText("Bob left").count()).toBe(0);
    expect(await page.getByLabel("Message", { exact: true }).count()).toBe(0);
    await page.getByRole("tab", { name: "Signaling" }).click();
    const said = title.replace("An", "an");
    await page.locator(`signaling-view .row[aria-label*="${said}"]`).waitFor();

    await page.getByRole("button", { name: "Back to the lobby" }).click();
    await page.getByRole("button", { name: "Join", exact: true }).click();
    await page.getByRole("button", { name: "Leave" }).waitFor();
    expect(complaints).toEqual([]);
  },
);

test("[case G8] the dot of the state keeps its shape beside a long text", async () => {
  const server = await startAdministered();
  const look = { viewport: { width: 320, height: 844 } };
  const { page } = await join(await openBrowser(), { name: "Ada", server, look });
  await server.close();
  await page.getByText("Reconnecting to the server").first().waitFor();
  const [width, height] = await page.locator("call-header .state").evaluate((state) => {
    const { inlineSize, blockSize } = getComputedStyle(state, "::before");
    return [inlineSize, blockSize];
  });
  expect(width).toBe(height);
});

/** The colors behind the notice and behind ordinary boxes. */
function backgrounds(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document
      .querySelector("demo-app")
      ?.shadowRoot?.querySelector("call-view")?.shadowRoot;
    const boxes = [root?.querySelector(".notice"), root?.querySelector("aside")];
    return boxes.map((box) => (box ? getComputedStyle(box).backgroundColor : "missing"));
  });
}

/** Returns the number of open tracks of the camera and the microphone. */
function liveTracks(page: Page): Promise<number> {
  return page.evaluate(() => {
    const app = document.querySelector("demo-app")?.shadowRoot?.querySelector("call-view");
    const { call } = app as unknown as {
      call: { media: { tracks: ReadonlyMap<string, unknown> } };
    };
    return call.media.tracks.size;
  });
}
