import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { buffer, text } from "node:stream/consumers";
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { useBrowser } from "../client/browsers.ts";
import { useSharedCall } from "./shared-call.ts";
import { enter, join, sees, startDemo, type Visitor, visit, write } from "./visitor.ts";

// Several pages with cameras are slow on a busy machine.
const openBrowser = useBrowser("chromium");

const call = useSharedCall(openBrowser);

test("two people join by link and chat, without violations of the page policy", async () => {
  const [ada, bob] = await call();
  await write(ada, "Hello, is this on?");
  await bob.page.getByRole("tab", { name: "Chat 1 new" }).waitFor();
  await bob.page.getByRole("tab", { name: "Chat" }).click();
  await bob.page.getByText("Hello, is this on?").first().waitFor();
  await write(bob, '<b>It is</b> & "well"');
  await ada.page.getByText('<b>It is</b> & "well"').first().waitFor();
  expect([...ada.complaints, ...bob.complaints]).toEqual([]);
});

test.each([{ websocketPath: "off" }, { socketPath: "/signals/", basePath: "/call/" }])(
  "two people join over Socket.IO: %o",
  async (options) => {
    const server = await startDemo(options);
    const path = `${options.basePath ?? "/"}?room=e2e#token=${server.token}`;
    const { origin } = new URL(server.url);
    const browser = await openBrowser();
    const [ada, bob] = await Promise.all(
      ["Ada", "Bob"].map((name) =>
        join(browser, { name, server: { ...server, url: origin }, path }),
      ),
    );
    if (!ada || !bob) throw new Error("nobody joined");
    await Promise.all([sees(ada, bob), sees(bob, ada)]);
    const transports = server.facts.flatMap((fact) =>
      fact.type === "socket.connected" ? fact.transport : [],
    );
    expect(transports).not.toContain("plain-websocket");
    // The browser itself reports the WebSocket that failed.
    const complaints = [...ada.complaints, ...bob.complaints];
    expect(complaints.filter((text) => !/WebSocket connection to .*\/ws/.test(text))).toEqual([]);
  },
);

test("a file of 5 MB arrives unchanged", async () => {
  const [ada, bob] = await call();
  await ada.page.getByRole("tab", { name: "Chat" }).click();
  const sent = await chooseRandomFile(ada.page.getByLabel("Files to send"), 5 * 1_024 * 1_024);
  await bob.page.getByRole("tab", { name: "Chat" }).click();
  await bob.page.getByRole("button", { name: "Accept" }).click();
  const saving = bob.page.waitForEvent("download");
  await bob.page.getByRole("link", { name: "Save" }).click();
  const received = await buffer(await (await saving).createReadStream());
  expect(createHash("sha256").update(received).digest("hex")).toBe(sent);
  await ada.page.getByText("Delivered and verified").waitFor();
});

test("a camera is visible to others while it is on", async () => {
  const [ada, bob] = await call();
  await ada.page.getByRole("button", { name: "Camera" }).click();
  const picture = bob.page.getByLabel("Video of Ada");
  await picture.waitFor({ state: "visible" });
  await bob.page.waitForFunction(() => {
    const tiles =
      document
        .querySelector("demo-app")
        ?.shadowRoot?.querySelector("call-view")
        ?.shadowRoot?.querySelector("call-stage")
        ?.shadowRoot?.querySelectorAll("participant-tile") ?? [];
    return [...tiles].some(
      (tile) => (tile.shadowRoot?.querySelector("video")?.currentTime ?? 0) > 0.5,
    );
  });
  await ada.page.getByRole("button", { name: "Camera" }).click();
  await picture.waitFor({ state: "hidden" });
});

test("the page reports a missing camera, and everything else works", async () => {
  const server = await startDemo();
  const browser = await openBrowser();
  const ada = await visit(browser, { name: "Ada", server, hasCamera: false });
  await ada.page.getByRole("button", { name: "Camera" }).click();
  await ada.page.getByText("The browser blocked the camera.").waitFor();
  await enter(ada);
  const bob = await join(browser, { name: "Bob", server });
  await sees(ada, bob);
  await write(ada, "I have no camera");
  await bob.page.getByRole("tab", { name: "Chat 1 new" }).waitFor();
});

test("the page reports a wrong token or an unreachable server", async () => {
  const server = await startDemo();
  const { page } = await visit(await openBrowser(), { name: "Ada", server });
  await page.getByLabel("Token").fill("wrong");
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await page.getByText("The server denied access").waitFor();
  await server.close();
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await page.getByText("The signaling server cannot be reached.").waitFor();
});

test("the signaling view shows the exchange, and saves a picture and a trace", async () => {
  const [ada, bob] = await call();
  await ada.page.getByRole("tab", { name: "Signaling" }).click();
  const view = ada.page.locator("signaling-view");
  for (const step of ["offer", "answer", "connected"]) {
    await view.getByText(step, { exact: true }).first().waitFor({ state: "attached" });
  }
  const save = async (button: string) => {
    const saving = ada.page.waitForEvent("download");
    await view.locator(".menu summary").click();
    await view.getByRole("button", { name: button }).click();
    return text(await (await saving).createReadStream());
  };
  expect(await save("Save picture")).toMatch(/^<(\?xml|svg)/);
  const trace = await save("Save trace");
  expect(JSON.parse(trace)).toBeTypeOf("object");
  expect(trace).not.toMatch(/\b(127|10|192|172)\.\d+\.\d+\.\d+/);
  expect([...ada.complaints, ...bob.complaints]).toEqual([]);
});

test("a person who leaves disappears from the call, and can join again", async () => {
  const [ada, bob] = await call();
  await ada.page.getByRole("button", { name: "Leave" }).click();
  await ada.page.getByRole("heading", { name: "You left e2e" }).waitFor();
  await bob.page.getByText("Nobody else is here yet", { exact: true }).waitFor();
  await ada.page.getByRole("button", { name: "Join again" }).click();
  await Promise.all([sees(ada, bob), sees(bob, ada)]);
});

test("screenshots of the page on a wide and a narrow screen, light and dark", async () => {
  const server = await startDemo();
  const browser = await openBrowser();
  const folder = "test-results/pictures";
  mkdirSync(folder, { recursive: true });
  const wide = { width: 1280, height: 800 };
  const narrow = { width: 390, height: 844 };
  const looks = [
    { name: "wide-light", viewport: wide, colorScheme: "light" },
    { name: "wide-dark", viewport: wide, colorScheme: "dark" },
    { name: "narrow-light", viewport: narrow, colorScheme: "light" },
    { name: "narrow-dark", viewport: narrow, colorScheme: "dark" },
  ] as const;
  const visitors: Visitor[] = [];
  for (const { name, ...look } of looks) {
    const visitor = await visit(browser, { name, server, look });
    await visitor.page.screenshot({ path: `${folder}/join-${name}.png` });
    await enter(visitor);
    visitors.push(visitor);
  }
  for (const visitor of visitors) {
    for (const other of visitors) if (other !== visitor) await sees(visitor, other);
    await visitor.page.screenshot({ path: `${folder}/call-${visitor.name}.png` });
    expect(await overflow(visitor)).toBeLessThanOrEqual(0);
  }
});

/** Returns by how many pixels the page is wider than its window. */
function overflow({ page }: Visitor): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/**
 * Chooses a file that the page itself makes, because a shared browser receives files over a slow connection. Returns the
 * SHA-256 of the file.
 */
function chooseRandomFile(input: Locator, size: number): Promise<string> {
  return input.evaluate(async (element: HTMLInputElement, size) => {
    const most = 65_536;
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += most) crypto.getRandomValues(bytes.subarray(at, at + most));
    const chosen = new DataTransfer();
    chosen.items.add(new File([bytes], "random.bin"));
    element.files = chosen.files;
    element.dispatchEvent(new Event("change", { bubbles: true }));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }, size);
}
