import { ServerChannel } from "simple-webrtc-signaling-client";
import type { Fact } from "simple-webrtc-signaling-server";
import { expect, onTestFinished, test } from "vitest";
import { startServerHere } from "../../kit/server-here.ts";
import { useBrowser } from "./browsers.ts";
import { expectMesh, join, retriedIfSlow } from "./conversation.ts";

const browsers = { chromium: useBrowser("chromium"), firefox: useBrowser("firefox") } as const;

const outcomesIn = (facts: readonly Fact[]) =>
  facts.filter(({ type }) => type === "outcome.reported");

test.each(["chromium", "firefox"] as const)(
  "[I4] %s: both pages report their connection, without an id or an address",
  retriedIfSlow,
  async (name) => {
    const { url: server, facts } = await startServerHere({ metricsPort: 0 });
    const browser = await browsers[name]();
    const ada = await join(browser, { server, id: "ada" });
    const bob = await join(browser, { server, id: "bob" });
    await expectMesh(ada, bob);
    await expect.poll(() => outcomesIn(facts)).toHaveLength(2);
    for (const outcome of outcomesIn(facts)) {
      expect(outcome).toEqual({
        type: "outcome.reported",
        outcome: "connected",
        seconds: expect.any(Number),
        route: expect.stringMatching(/^(host|prflx)$/),
        transport: "udp",
        cause: undefined,
        restarts: 0,
      });
    }
  },
);

test("[I4] firefox: a connection without a route is reported as failed, with its cause", async () => {
  const { url: server, facts } = await startServerHere({ metricsPort: 0 });
  const browser = await browsers.firefox();
  // There is no TURN server, so Firefox gives up at once.
  const rtc = { iceTransportPolicy: "relay" } as const;
  for (const id of ["ada", "bob"]) await join(browser, { server, id, rtc });
  await expect.poll(() => outcomesIn(facts)).toHaveLength(2);
  const failed = { outcome: "failed", cause: "no-candidates" };
  expect(outcomesIn(facts)).toMatchObject([failed, failed]);
});

test(
  "[I4] chromium: an open connection is reported as lost when the other page crashes",
  retriedIfSlow,
  async () => {
    const { url: server, facts } = await startServerHere({ metricsPort: 0 });
    const browser = await browsers.chromium();
    const ada = await join(browser, { server, id: "ada" });
    const bob = await join(browser, { server, id: "bob" });
    await expectMesh(ada, bob);
    await expect.poll(() => outcomesIn(facts)).toHaveLength(2);
    // The page never loads.
    void bob.page.goto("chrome://crash").catch(() => {});
    const lost = { outcome: "lost", cause: "connection-lost", seconds: undefined };
    await expect.poll(() => outcomesIn(facts).slice(2)).toMatchObject([lost]);
  },
);

test("[I1] the client reports outcomes only to a server that counts them", async () => {
  const reporterAt = async (url: string) => {
    const channel = new ServerChannel({ url, peerId: "ada" });
    onTestFinished(() => channel.disconnect());
    await channel.connect();
    return channel.reportOutcome;
  };
  const counting = await startServerHere({ metricsPort: 0 });
  const other = await startServerHere();
  expect(await reporterAt(other.url)).toBeUndefined();
  const report = await reporterAt(counting.url);
  report?.({ outcome: "failed", cause: "no-answer" });
  await expect.poll(() => outcomesIn(counting.facts)).toMatchObject([{ cause: "no-answer" }]);
});
