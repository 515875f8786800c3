import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useBrowser } from "../client/browsers.ts";
import { useSharedCall } from "./shared-call.ts";
import { violations } from "./violations.ts";
import { enter, join, startDemo, visit, write } from "./visitor.ts";

const openBrowser = useBrowser("chromium");
const call = useSharedCall(openBrowser);

const wide = { viewport: { width: 1280, height: 800 } };

test("the lobby follows the accessibility rules, in both color schemes", async () => {
  const server = await startDemo();
  const visitor = await visit(await openBrowser(), { name: "Ada", server, look: wide });
  await expectNoViolations(visitor.page);
  await visitor.page.getByLabel("Server token").fill("wrong");
  await visitor.page.getByRole("button", { name: "Join", exact: true }).click();
  await visitor.page.getByText("The server denied access").waitFor();
  await expectNoViolations(visitor.page);
  await visitor.page.getByLabel("Server token").fill(server.token);
  await enter(visitor);
  await expectNoViolations(visitor.page);
});

test("a call, its panels and its dialogs follow the accessibility rules, in both color schemes", async () => {
  const [ada, bob] = await call(wide);
  await ada.page.getByRole("tab", { name: "Signaling" }).click();
  // By focus, because rows move under a click while others are added.
  await ada.page.locator("signaling-view .row[aria-label*='an offer']").first().focus();
  await ada.page.getByRole("heading", { name: "Offer" }).waitFor();
  await expectNoViolations(ada.page);
  await write(bob, "see https://example.org/");
  await write(ada, "see https://example.org/");
  await ada.page.getByRole("link", { name: "https://example.org/" }).nth(1).waitFor();
  await expectNoViolations(ada.page);
  for (const name of ["Invite", "Settings", "Help"]) {
    await ada.page.getByRole("button", { name, exact: true }).click();
    await ada.page.getByRole("dialog").waitFor();
    await expectNoViolations(ada.page);
    await ada.page.keyboard.press("Escape");
  }
});

test("the landmarks of a call are in reading order", async () => {
  const [{ page }] = await call(wide);
  await page.getByRole("tab", { name: "Chat" }).click();
  const tree = await page.locator("body").ariaSnapshot();
  const roles = "banner|navigation|main|complementary|tablist|tabpanel|region|status";
  const parts = tree.match(new RegExp(`^(?:- | {2}- )(?:${roles})[^:\n]*`, "gm"));
  expect(parts?.map((part) => part.replace(/^[\s-]*/, ""))).toEqual([
    "banner",
    'navigation "Call options"',
    'main "People"',
    'complementary "Chat and signaling"',
    'tablist "Panels"',
    'tabpanel "Chat"',
    'region "Call controls"',
    "status",
  ]);
});

test("Tab reaches every control of a call, each with a visible focus", async () => {
  const server = await startDemo();
  const { page } = await join(await openBrowser(), { name: "Ada", server, look: wide });
  await page.getByRole("tab", { name: "Chat" }).click();
  await page.getByRole("button", { name: "Leave" }).focus();
  const visited: Focus[] = [];
  // After the last element of the page the browser itself has the focus once.
  for (let presses = 0; presses < 16; presses += 1) {
    await page.keyboard.press("Tab");
    visited.push(await focusOf(page));
  }
  const controls = visited.filter(({ name }) => name !== "");
  expect(controls.map(({ name }) => name)).toEqual([
    "Invite",
    "Settings",
    "Help",
    "Open a second window",
    "Invite people",
    "Chat",
    "Expand the panel",
    "Chat messages",
    "Send a file",
    "Message",
    "Send",
    "Microphone",
    "Camera",
    "Share screen",
    "Leave",
  ]);
  for (const { name, outlineWidth } of controls) {
    expect([name, outlineWidth]).toEqual([name, 2]);
  }
});

async function expectNoViolations(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const found = await violations(page);
    expect({ colorScheme, found }).toEqual({ colorScheme, found: [] });
  }
}

interface Focus {
  /** `""` for the page itself. */
  readonly name: string;
  /** In pixels. */
  readonly outlineWidth: number;
}

function focusOf(page: Page): Promise<Focus> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element || element === document.body) return { name: "", outlineWidth: 0 };
    const name = element.getAttribute("aria-label") ?? element.textContent?.trim() ?? "";
    return { name, outlineWidth: Number.parseFloat(getComputedStyle(element).outlineWidth) };
  });
}
