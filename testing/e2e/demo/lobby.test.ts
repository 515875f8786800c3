import { expect, test } from "vitest";
import { useBrowser } from "../client/browsers.ts";
import { enter, join, sees, startDemo, visit, watch } from "./visitor.ts";

const openBrowser = useBrowser("chromium");

/** The token of `config/dev.env`, which is public. */
const startDevelopment = () => startDemo({ token: "SIGNALING123", mode: "development" });

test("[case N3] two windows at the URL of a development server join one call", async () => {
  const server = await startDevelopment();
  const browser = await openBrowser();
  const ada = await join(browser, { name: "Ada", server, path: "/" });
  const bob = await join(browser, { name: "Bob", server, path: "/" });
  await Promise.all([sees(ada, bob), sees(bob, ada)]);
});

test("[case N3] any other server proposes random rooms, and the page opens a second window", async () => {
  const server = await startDemo();
  const browser = await openBrowser();
  const [ada, stranger] = [
    await visit(browser, { name: "Ada", server, path: `/#token=${server.token}` }),
    await visit(browser, { name: "Stranger", server, path: `/#token=${server.token}` }),
  ];
  const rooms = [ada, stranger].map(({ page }) => page.getByLabel("Room").inputValue());
  expect(new Set(await Promise.all(rooms)).size).toBe(2);
  await enter(ada);
  const opening = ada.page.waitForEvent("popup");
  await ada.page.getByRole("link", { name: "Open a second window" }).click();
  const bob = watch(await opening, "Bob");
  await bob.page.getByLabel("Your name").fill("Bob");
  await enter(bob);
  await Promise.all([sees(ada, bob), sees(bob, ada)]);
});

test("[case G6] the preview shows the initials of the typed name", async () => {
  const server = await startDemo();
  const { page } = await visit(await openBrowser(), { name: "Ada Lovelace", server });
  await page.locator("participant-tile").getByText("AL", { exact: true }).waitFor();
  await page.getByLabel("Your name").fill("Grace");
  await page.locator("participant-tile").getByText("G", { exact: true }).waitFor();
});

test("[case G6] devices can be chosen before joining, and the level of the microphone is shown", async () => {
  const server = await startDemo();
  const { page, complaints } = await visit(await openBrowser(), { name: "Ada", server });
  await page.getByRole("button", { name: "Microphone", exact: true }).click();
  const choice = page.getByRole("combobox", { name: "Microphone" });
  const other = await choice.locator("option").nth(1).getAttribute("value");
  await choice.selectOption(other);
  await page.getByRole("combobox", { name: "Camera" }).waitFor();
  const meter = page.getByRole("meter", { name: "Microphone level" });
  await meter.and(page.locator(":not([aria-valuenow='0'])")).waitFor();
  expect(complaints).toEqual([]);
});

test("[case G6] the lobby names the product and links to it", async () => {
  const server = await startDemo();
  const { page } = await visit(await openBrowser(), { name: "Ada", server });
  const link = page.getByRole("link", { name: "simple-webrtc-signaling-server" });
  expect(await link.getAttribute("href")).toMatch(/^https:/);
  expect(await page.title()).toContain("simple-webrtc-signaling-server");
});

test("[case G6] on a phone the join button is visible, also with a token, an error and a camera", async () => {
  const server = await startDemo();
  const look = { viewport: { width: 390, height: 844 } };
  const { page } = await visit(await openBrowser(), { name: "Ada", server, look });
  await page.getByRole("button", { name: "Camera", exact: true }).click();
  await page.getByRole("button", { name: "Microphone", exact: true }).click();
  await page.getByRole("meter").waitFor();
  await page.getByLabel("Server token").fill("wrong");
  const button = page.getByRole("button", { name: "Join", exact: true });
  await button.click();
  await page.getByText("The server denied access").waitFor();
  await page.evaluate(() => scrollTo(0, 0));
  const box = await button.boundingBox();
  expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(844);
});

test("[case G7] an invitation states that it contains the token of the server, and can omit it", async () => {
  const server = await startDemo();
  const { page } = await join(await openBrowser(), { name: "Ada", server });
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const link = page.getByRole("textbox", { name: "Link" });
  expect(await link.inputValue()).toContain(`#token=${server.token}`);
  await page.getByText("The link contains the server’s token").waitFor();
  await page.getByRole("checkbox", { name: "Include the server’s token" }).uncheck();
  await page.getByText("The link does not contain the server’s token").waitFor();
  expect(await link.inputValue()).toBe(`${server.url}/?room=e2e`);
});

test("[case G7] the sample token is not secret, and no invitation contains it", async () => {
  const server = await startDevelopment();
  const { page } = await join(await openBrowser(), { name: "Ada", server, path: "/" });
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  expect(link).toBe(`${server.url}/?room=demo`);
  expect(await page.getByRole("checkbox", { name: "Include" }).isVisible()).toBe(false);
});
