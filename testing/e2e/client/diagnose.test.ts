import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import type { ConnectionProblem } from "simple-webrtc-signaling-client";
import { describe, expect, onTestFinished, test } from "vitest";
import { findChromium } from "../../../tools/chromium.ts";
import { chromiumArguments } from "../../kit/chromium-arguments.ts";
import { Command } from "../../kit/command.ts";
import { startServerHere } from "../../kit/server-here.ts";
import { startCoturn, useCoturn } from "../turn/coturn.ts";
import { newSecret, signedFor } from "../turn/credentials.ts";
import { TurnClient } from "../turn/turn-client.ts";
import { hasBrowser, useBrowser } from "./browsers.ts";
import { expectMesh, join as joinRoom } from "./conversation.ts";
import { serverAddresses, startNetworks, useNetworks } from "./networks.ts";
import { startSignaling } from "./signaling.ts";
import { openTab } from "./tabs.ts";

/** The functions of `pages/problems.js`. */
interface Problems {
  between(room: string, options: object): Promise<readonly (readonly ConnectionProblem[])[]>;
  inNetwork(iceServers: readonly RTCIceServer[]): Promise<readonly (readonly string[])[]>;
  ofMedia(constraints: MediaStreamConstraints): Promise<ConnectionProblem | undefined>;
  ofScreen(): Promise<ConnectionProblem | undefined>;
  withOneCodecEach(): Promise<ConnectionProblem>;
  withoutRelay(iceServer: RTCIceServer): Promise<ConnectionProblem>;
  withSilentPeer(): Promise<readonly ConnectionProblem[]>;
  withUselessAnswer(): Promise<readonly ConnectionProblem[]>;
  withOtherFingerprint(): Promise<readonly (readonly ConnectionProblem[])[]>;
}

declare global {
  var problems: Problems;
}

const causesOf = (found: readonly ConnectionProblem[] = []) => found.map(({ cause }) => cause);

const browsers = { chromium: useBrowser("chromium"), firefox: useBrowser("firefox") } as const;

test.each(["chromium", "firefox"] as const)(
  "[G7] %s: with an open connection, a page needs no server to measure and to explain it",
  async (name) => {
    const { url: server, close } = await startServerHere();
    const browser = await browsers[name]();
    const ada = await joinRoom(browser, { server, id: "ada" });
    const bob = await joinRoom(browser, { server, id: "bob" });
    await expectMesh(ada, bob);
    await ada.page.waitForFunction(() =>
      performance.getEntriesByType("resource").some(({ name }) => /client-diagnose/.test(name)),
    );
    await close();
    const { route } = await ada.page.evaluate(() => tab.peer("bob").stats());
    expect(route).toMatch(/host|prflx/);
    expect(await ada.page.evaluate(() => tab.peer("bob").diagnose())).toEqual([]);
  },
);

test.each(["chromium", "firefox"] as const)(
  "%s: `diagnose` of a peer that has left resolves",
  async (name) => {
    const { url: server } = await startServerHere();
    const browser = await browsers[name]();
    const ada = await joinRoom(browser, { server, id: "ada" });
    const bob = await joinRoom(browser, { server, id: "bob" });
    await expectMesh(ada, bob);
    const left = await ada.page.evaluateHandle(() => tab.peer("bob"));
    await bob.page.evaluate(() => tab.room?.leave());
    await ada.page.waitForFunction(() => tab.left.includes("bob"));
    expect(await left.evaluate((peer) => peer.diagnose())).toEqual([]);
  },
);

test.each(["chromium", "firefox"] as const)(
  "%s: `diagnose` and `failed` tell why a negotiation or DTLS failed",
  async (name) => {
    const server = await startSignaling();
    const page = await openTab(await browsers[name](), { server, script: "problems" });
    const [silent, useless, fingerprint, fair] = await page.evaluate(() =>
      Promise.all([
        problems.withSilentPeer(),
        problems.withUselessAnswer(),
        problems.withOtherFingerprint(),
        problems.between("fair", {}),
      ]),
    );
    expect(causesOf(silent)).toEqual(["no-answer"]);
    expect(useless).toEqual([
      {
        cause: "description-refused",
        reason: "A session description could not be used.",
        action: expect.any(String),
        details: [expect.stringMatching(/could not apply .*; .*pars/i)],
      },
    ]);
    expect(fingerprint.map(causesOf)).toEqual([["dtls-failed"], ["dtls-failed"]]);
    expect(fair).toEqual([[], []]);
  },
);

test.each(["chromium", "firefox"] as const)(
  "%s: `diagnose` names a track that a side rejects, because no codec is common",
  async (name) => {
    const server = await startSignaling();
    const page = await openTab(await browsers[name](), { server, script: "problems" });
    const { cause } = await page.evaluate(() => problems.withOneCodecEach());
    expect(cause).toBe("track-rejected");
  },
);

describe("with a TURN server that permits one relay for each user", () => {
  useCoturn();

  test.each(["chromium", "firefox"] as const)(
    "%s: `diagnose` names the refusal of the TURN server",
    async (name) => {
      const secret = newSecret();
      const port = await startCoturn({ secret, settings: ["--user-quota=1"] });
      const credentials = signedFor(600, secret);
      expect(await new TurnClient("127.0.0.1", port, credentials).allocate()).toBe("success");
      const server = await startSignaling();
      const page = await openTab(await browsers[name](), { server, script: "problems" });
      const urls = `turn:127.0.0.1:${port}`;
      const found = await page.evaluate((given) => problems.withoutRelay(given), {
        urls,
        ...credentials,
      });
      // Chromium adds the transport to the URL.
      const details = [expect.stringMatching(new RegExp(`^${urls}\\S*: 486$`))];
      expect(found).toMatchObject({ cause: "turn-refused", details });
    },
  );
});

const port = 443;
const [turnAddress, closedTurnAddress, signalingAddress] = serverAddresses;
const serverCommand = join(import.meta.dirname, "../../../packages/server/dist/cli.js");

/** Opens the page in a Chromium of its own, which runs in another network. */
async function openPageIn(within: readonly string[], server: string): Promise<Page> {
  const folder = mkdtempSync(join(tmpdir(), "browser-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const executablePath = join(folder, "chromium");
  const command = [...within, findChromium()].join(" ");
  writeFileSync(executablePath, `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  const browser = await chromium.launch({ executablePath, args: chromiumArguments() });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  // The page itself comes from the test, because no other server is in that network.
  const script = await readFile(join(import.meta.dirname, "pages/problems.js"), "utf8");
  const body = `<!doctype html><title>problems</title><script type="module">${script}</script>`;
  await page.route("http://pages.test/**", (route) =>
    route.fulfill({ contentType: "text/html", body }),
  );
  await page.goto(`http://pages.test/?${new URLSearchParams({ server })}`);
  await page.waitForFunction(() => "problems" in globalThis);
  return page;
}

describe("in a network that permits only TCP on port 443", () => {
  useNetworks();
  useCoturn();

  test.skipIf(!hasBrowser("chromium"))(
    "`failed` and `checkNetwork` tell which servers do not answer",
    async () => {
      const { inPages, inServers } = startNetworks();
      const secret = newSecret();
      const coturn = { secret, port, within: inServers };
      // Both relay to each other, but the second one has the deny list of `deploy/coturn`, which contains its address.
      const settings = [`--allowed-peer-ip=${turnAddress}`];
      await startCoturn({ ...coturn, addresses: [turnAddress], settings });
      await startCoturn({ ...coturn, addresses: [closedTurnAddress] });
      const [ip = "", ...words] = [...inServers, process.execPath, serverCommand];
      const environment = { HOST: signalingAddress, PORT: String(port), AUTH: "none" };
      const signaling = new Command(ip, words, { environment });
      await signaling.line(/listening on http/);
      const page = await openPageIn(inPages, `http://${signalingAddress}:${port}`);

      const credentials = signedFor(600, secret);
      const turn = (...urls: string[]) => ({ iceServers: [{ urls, ...credentials }] });
      const relay = `turn:${turnAddress}:${port}?transport=tcp`;
      const stun = `stun:${turnAddress}:3478`;
      const silent = [
        `turn:${turnAddress}:443?transport=udp`,
        `turn:${turnAddress}:3478?transport=tcp`,
        `turns:${turnAddress}:5349?transport=tcp`,
      ];
      const configurations: Readonly<Record<string, RTCConfiguration>> = {
        none: {},
        stun: { iceServers: [{ urls: stun }] },
        silent: turn(...silent),
        wrong: { iceServers: [{ urls: relay, ...credentials, credential: "wrong" }] },
        denied: turn(`turn:${closedTurnAddress}:${port}?transport=tcp`),
        right: turn(relay),
      };
      const checked = page.evaluate(
        (servers) => problems.inNetwork(servers),
        [{ urls: stun }, { urls: [relay, ...silent], ...credentials }],
      );
      const found = await page.evaluate(
        async (configurations) =>
          Object.fromEntries(
            await Promise.all(
              Object.entries(configurations).map(async ([room, rtc]) => {
                const both = await problems.between(room, { rtc });
                return [
                  room,
                  both.map((found) => found.map(({ cause, details }) => [cause, ...details])),
                ];
              }),
            ),
          ),
        configurations,
      );
      const onlyMdns = ["only-mdns-candidates"];
      const expected = {
        none: [onlyMdns, ["needs-turn"]],
        stun: [["no-stun-answer", `${stun}: no answer`], onlyMdns, ["needs-turn"]],
        silent: [
          ["turn-unreachable-udp", `${silent[0]}: no answer`],
          ["turn-unreachable-tcp", `${silent[1]}: no answer`],
          ["turn-unreachable-tls", `${silent[2]}: no answer`],
          onlyMdns,
        ],
        wrong: [["turn-credential-refused", `${relay}: 401`], onlyMdns],
        denied: [["no-route"]],
        right: [],
      };
      for (const [room, list] of Object.entries(expected))
        expect({ room, found: found[room] }).toEqual({ room, found: [list, list] });
      expect(Object.fromEntries(await checked)).toEqual({
        websocket: "passed",
        polling: "passed",
        stun: "no-stun-answer",
        "turn-udp": "turn-unreachable-udp",
        "turn-tcp": "passed",
        "turn-tls": "turn-unreachable-tls",
        relay: "passed",
      });
    },
  );
});
