import { expect, test, vi } from "vitest";
import { useBrowser } from "../client/browsers.ts";
import { startServer } from "../server.ts";
import { join } from "./visitor.ts";

vi.setConfig({ testTimeout: 120_000 });

const openBrowser = useBrowser("chromium");

test("a notice is shown, and who is removed is told so and stays away", async () => {
  const adminToken = "an admin token for tests";
  const server = await startServer({ settings: { DEMO: "on", ADMIN_TOKEN: adminToken } });
  const headers = { authorization: `Bearer ${adminToken}` };
  const ask = async (method: string, path: string, body?: string) => {
    const answer = await fetch(`${server.url}/admin/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    return (await answer.json()) as { readonly peers: readonly { readonly peerId: string }[] };
  };
  const { page, complaints } = await join(await openBrowser(), { name: "Ada", server });

  await ask("POST", "notices", JSON.stringify({ text: "We restart <b>at five</b>" }));
  const notice = page.getByRole("main").locator(".notice");
  await notice.getByText("We restart <b>at five</b>").waitFor();
  await notice.getByRole("button", { name: "Dismiss" }).click();
  await notice.waitFor({ state: "detached" });

  const [{ peerId } = { peerId: "" }] = (await ask("GET", "rooms/e2e/peers")).peers;
  await ask("DELETE", `rooms/e2e/peers/${encodeURIComponent(peerId)}`);
  await page.getByText("You were removed from this room").waitFor();
  await page.getByText("No longer connected to the server").waitFor();
  expect((await ask("GET", "rooms/e2e/peers")).peers).toEqual([]);

  await page.getByRole("button", { name: "Join again" }).click();
  await page.getByText("Nobody else is here yet").waitFor();
  expect(complaints).toEqual([]);
});
