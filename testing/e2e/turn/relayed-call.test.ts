import type { Fact } from "simple-webrtc-signaling-server";
import { expect, test } from "vitest";
import { useBrowser } from "../client/browsers.ts";
import {
  expectMesh,
  expectMet,
  expectNoErrors,
  expectTalk,
  expectVideo,
  join,
  type Participant,
  retriedIfSlow,
} from "../client/conversation.ts";
import { startCoturn, useCoturn } from "./coturn.ts";
import { newSecret, startTurnSignaling } from "./credentials.ts";

useCoturn();
const openChromium = useBrowser("chromium");
const openFirefox = useBrowser("firefox");

/** Only relayed routes are allowed. */
const rtc = { iceTransportPolicy: "relay" } as const;

/** In tests, relay and browsers share one address of this machine, which the list denies. */
const settings = ["--allow-loopback-peers", "--allowed-peer-ip=127.0.0.1"];

const routeTo = ({ page }: Participant, other: Participant) =>
  page.evaluate(async (id) => (await tab.peer(id).stats()).route, other.id);

const usernames = ({ page }: Participant, other: Participant) =>
  page.evaluate(
    (id) =>
      tab
        .peer(id)
        .connection.getConfiguration()
        .iceServers?.map(({ username = "" }) => username) ?? [],
    other.id,
  );

test(
  "[I4] a call between Chromium and Firefox uses only the relay of coturn, and reports it",
  retriedIfSlow,
  async () => {
    const secret = newSecret();
    const port = await startCoturn({ secret, settings });
    const outcomes: Fact[] = [];
    const server = await startTurnSignaling(port, secret, {
      metricsPort: 0,
      turnUrls: [`turn:127.0.0.1:${port}?transport=tcp`],
      report: (fact) => {
        if (fact.type === "outcome.reported") outcomes.push(fact);
      },
    });
    const ada = await join(await openChromium(), { server, id: "ada", isSeen: true, rtc });
    const bob = await join(await openFirefox(), { server, id: "bob", isSeen: true, rtc });
    await expectMesh(ada, bob);
    await expectTalk(ada, bob);
    await expectVideo(ada, bob);
    expect(await Promise.all([routeTo(ada, bob), routeTo(bob, ada)])).toEqual(["relay", "relay"]);
    const relayed = { outcome: "connected", route: "relay", transport: "tcp" };
    await expect.poll(() => outcomes).toMatchObject([relayed, relayed]);
    await expectNoErrors(ada, bob);
  },
);

test("with a wrong secret the call has no route", async () => {
  const port = await startCoturn({ secret: newSecret(), settings });
  const server = await startTurnSignaling(port, newSecret());
  const browser = await openChromium();
  const [ada, bob] = (await Promise.all(
    ["ada", "bob"].map((id) => join(browser, { server, id, rtc })),
  )) as [Participant, Participant];
  await expectMet(ada, bob);
  // 401: coturn refuses the credential.
  const refused = await ada.page.evaluate(
    (id) =>
      new Promise<number>((resolve) => {
        const { connection } = tab.peer(id);
        connection.addEventListener("icecandidateerror", ({ errorCode }) => resolve(errorCode));
        tab.peer(id).restartIce();
      }),
    bob.id,
  );
  expect(refused).toBe(401);
  expect(await ada.page.evaluate(() => tab.connected())).toEqual([]);
});

test("a call receives new credentials before the old ones expire, and can still restart ICE", async () => {
  const secret = newSecret();
  const port = await startCoturn({ secret, settings });
  const server = await startTurnSignaling(port, secret, {
    turnTtl: 20,
    limits: { turnRenewal: 0.1 },
  });
  const browser = await openChromium();
  const own = { urls: "stun:127.0.0.1:9" };
  const ada = await join(browser, { server, id: "ada", rtc: { ...rtc, iceServers: [own] } });
  const bob = await join(browser, { server, id: "bob", rtc });
  await expectMesh(ada, bob);
  const [first, ...others] = await usernames(ada, bob);
  expect(others).toEqual([""]);
  await expect.poll(() => usernames(ada, bob), { timeout: 10_000 }).not.toContain(first);
  await ada.page.evaluate((id) => {
    const { connection } = tab.peer(id);
    Object.assign(globalThis, {
      found: new Promise<string>((resolve) => {
        connection.addEventListener("icecandidate", ({ candidate }) => {
          if (candidate?.type) resolve(candidate.type);
        });
      }),
    });
    tab.peer(id).restartIce();
  }, bob.id);
  expect(await ada.page.evaluate("found")).toBe("relay");
  await expectTalk(ada, bob);
  expect(await routeTo(ada, bob)).toBe("relay");
  await expectNoErrors(ada, bob);
});
