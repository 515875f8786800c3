import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { Program } from "../kit/command.ts";
import { startServerForPrograms } from "../kit/server-here.ts";
import { startServer } from "../kit/server-program.ts";
import { useBrowser } from "./client/browsers.ts";
import { filesIn, startSite } from "./site.ts";
import { visit } from "./visit.ts";

// Each test starts several processes, which takes seconds per process on a busy machine.
const client1 = "examples/client1.ts";
const channelClient1 = "examples/channel-client1.ts";
const channelClient2 = "examples/channel-client2.ts";

/** No server listens at this reserved port. */
const nowhere = "http://127.0.0.1:1";

describe("the clients on a plain signaling channel", () => {
  test("exchange messages when channel-client1 is first", async () => {
    const { environment } = await startServerForPrograms();
    const first = new Program(channelClient1, environment);
    await first.line(/^here already: nobody$/);
    const second = new Program(channelClient2, environment);
    await first.line(/^client2 has come$/);
    await expectConversation({ first, second });
  });

  test("exchange messages when channel-client2 is first", async () => {
    const { environment } = await startServerForPrograms();
    const second = new Program(channelClient2, environment);
    await second.line(/^client2 is connected$/);
    const first = new Program(channelClient1, environment);
    await first.line(/^here already: client2$/);
    await second.line(/^received: client1 → all: Hello everybody$/);
    await expectConversation({ first, second });
  });

  test("are compatible with the stock clients", async () => {
    const { environment } = await startServerForPrograms();
    const second = new Program(channelClient2, environment);
    await second.line(/^client2 is connected$/);
    const first = new Program(client1, environment);
    await second.line(/^received: client1 → client2: /);
    await first.line(/^received: client2 → client1: I hear you, client1$/);
  });

  test("reconnect to a server that is unavailable", async () => {
    const server = await startServer();
    const client = new Program(channelClient1, server.environment);
    await client.line(/^client1 is connected$/);
    await server.stop();
    await client.line(/^client1 is reconnecting$/);
    expect(await client.end("SIGINT")).toBe(0);
  });

  test("exit on request, although no server answered", async () => {
    const client = new Program(channelClient1, { SERVER_URL: nowhere });
    await client.line(/^client1 looks for a server at /);
    expect(await client.end("SIGINT")).toBe(0);
  });

  test("print the reason of a refusal, and exit with 1", async () => {
    const { url, environment } = await startServerForPrograms();
    const stranger = new Program(channelClient1, { SERVER_URL: url, TOKEN: "wrong" });
    await stranger.line(/^forbidden: .*token/);
    expect(await stranger.exit).toBe(1);
    const holder = new Program(channelClient2, environment);
    await holder.line(/^client2 is connected$/);
    const other = new Program(channelClient2, environment);
    await other.line(/^peer-id-taken: .*client2/);
    expect(await other.exit).toBe(1);
  });

  /** Each client receives the messages of the other. Each ends on Ctrl-C, and the remaining client reports it. */
  async function expectConversation({ first, second }: Record<"first" | "second", Program>) {
    await second.line(/^received: client1 → client2: Hello client2, do you hear me\?$/);
    await first.line(/^received: client2 → client1: I hear you, client1$/);
    expect(await second.end("SIGINT")).toBe(0);
    await first.line(/^client2 has gone$/);
    expect(await first.end("SIGTERM")).toBe(0);
  }
});

test("embed: the app answers its own routes, and clients meet on the same port", async () => {
  const app = new Program("examples/embed/server.ts", { PORT: "0", TOKEN: "of this test" });
  const line = await app.line(/^the app and its signaling server are at /);
  const url = /http:\S+/.exec(line)?.[0] ?? "";
  expect(await textAt(`${url}/hello`)).toBe("Hello from the app.\n");
  expect(await textAt(`${url}/healthz`)).toContain("ok");
  const environment = { SERVER_URL: url, TOKEN: "of this test" };
  const first = new Program(channelClient1, environment);
  new Program(channelClient2, environment);
  await first.line(/^received: client2 → client1: I hear you, client1$/);
  expect(await app.end("SIGINT")).toBe(0);
  await first.line(/^client1 is reconnecting$/);
});

test("[case K23] embed in Express: a body that express.json() has read is used", async () => {
  const environment = { TOKEN: "of this test", ADMIN_TOKEN: "an admin token of this test" };
  const app = new Program("examples/embed/express.ts", { PORT: "0", ...environment });
  const line = await app.line(/^the app and its signaling server are at /);
  const url = /http:\S+/.exec(line)?.[0] ?? "";
  const sent = await fetch(`${url}/admin/notices`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${environment.ADMIN_TOKEN}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ text: "We restart in 5 minutes." }),
  });
  expect([sent.status, await sent.json()]).toEqual([200, { recipients: 0 }]);
  expect(await textAt(`${url}/hello`)).toBe("Hello from the app.\n");
  const first = new Program(channelClient1, { SERVER_URL: url, TOKEN: environment.TOKEN });
  new Program(channelClient2, { SERVER_URL: url, TOKEN: environment.TOKEN });
  await first.line(/^received: client2 → client1: I hear you, client1$/);
});

async function textAt(url: string): Promise<string> {
  return (await fetch(url)).text();
}

describe("in a browser", () => {
  const openBrowser = useBrowser("chromium");

  test("the ten lines of the client's README connect two pages", async () => {
    const readme = filesIn("packages/client")("README.md");
    const lines = /```html\n(.*?)```/s.exec(readme)?.[1] ?? "";
    expect(lines.trimEnd().split("\n")).toHaveLength(10);
    const origin = await startSite(() => lines, await startServerForPrograms());
    const browser = await openBrowser();
    const pages = [await visit(browser, origin), await visit(browser, origin)];
    const greetings = await Promise.all(
      pages.map(async (page) => {
        await page.waitForFunction(() => document.body.textContent?.includes("says: Hello!"));
        return page.evaluate(() => document.body.textContent);
      }),
    );
    for (const greeting of greetings) expect(greeting).toMatch(/^\s*[\da-f]{32} says: Hello! $/);
    expect(new Set(greetings).size).toBe(2);
  });

  test("browser-and-node: a page and a Node.js program exchange data", async () => {
    const server = await startServerForPrograms();
    const node = new Program("examples/browser-and-node/node.ts", server.environment);
    await node.line(/^node is in the room at /);
    const origin = await startSite(filesIn("examples/browser-and-node"), server);
    const page = await visit(await openBrowser(), origin);
    await page.getByText(/^node is here$/).waitFor();
    await page.getByPlaceholder("Say something").fill("Good morning");
    await page.getByRole("button").click();
    await node.line(/^[\da-f]{32} says: Good morning$/);
    await page.getByText(/^node says: I hear you say: Good morning$/).waitFor();
    expect(await node.end("SIGINT")).toBe(0);
    await page.getByText(/^node has left$/).waitFor();
  });

  test("video-call: all participants see each other, with or without a camera", async () => {
    const origin = await startSite(filesIn("examples/video-call"), await startServerForPrograms());
    const browser = await openBrowser();
    const join = async (hasCamera: boolean): Promise<Page> => {
      const page = await visit(browser, origin, { hasCamera });
      await page.getByRole("button", { name: "Join the call" }).click();
      return page;
    };
    const [ada, bob] = [await join(true), await join(true)];
    await Promise.all([ada, bob].map((page) => expectPlaying(page, { of: 2 })));
    const viewer = await join(false);
    await expectPlaying(viewer, { of: 3, playing: 2 });
    await Promise.all([ada, bob].map((page) => expectPlaying(page, { of: 3, playing: 2 })));
    await bob.close();
    await Promise.all([ada, viewer].map((page) => expectPlaying(page, { of: 2, playing: 1 })));
  });

  /** Waits until the page shows the number of people, and the number of moving pictures. */
  async function expectPlaying(page: Page, { of, playing = of }: { of: number; playing?: number }) {
    await page.waitForFunction(
      ([of, playing]) => {
        const videos = [...document.querySelectorAll("video")];
        const moving = videos.filter((video) => video.videoWidth > 0 && video.currentTime > 0);
        return videos.length === of && moving.length === playing;
      },
      [of, playing],
    );
  }
});
