import { expect, test } from "vitest";
import { useBrowser } from "./browsers.ts";
import type { TransferRecord } from "./files.ts";
import { startSignaling } from "./signaling.ts";
import { openTab } from "./tabs.ts";

const open = useBrowser("chromium");

const statesOf = ({ changes }: TransferRecord) => changes.map(([state]) => state);

test("[Q15] a page that was frozen receives the rest of a file, and both pages verify it", async () => {
  const server = await startSignaling();
  const browser = await open();
  const [ada, bob] = await Promise.all([
    openTab(browser, { server, script: "files" }),
    openTab(browser, { server, script: "files" }),
  ]);
  const [sent, received] = await Promise.all([
    ada.evaluate(() => files.send()),
    bob.evaluate(() => files.receive(2_000_000)),
  ]);
  expect(received.name).toBe(sent.name);
  expect(received.sha256).toBe(sent.sha256);
  // On a busy machine, the connection can be lost once more before the receiver has answered the offer.
  expect(statesOf(sent).join(" ")).toMatch(
    /^offered moving waiting (offered waiting )*offered moving/,
  );
  expect(statesOf(received)).toEqual(["moving", "waiting", "moving", "checking"]);
  const resumedAt = received.changes[2]?.[1];
  expect(resumedAt).toBeGreaterThanOrEqual(2_000_000);
  const [, sentFrom] = sent.changes.findLast(([state]) => state === "moving") ?? [];
  expect(sentFrom).toBe(resumedAt);
});
