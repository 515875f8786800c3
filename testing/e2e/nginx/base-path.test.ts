import { ServerChannel } from "simple-webrtc-signaling-client";
import type { SignalingServerOptions } from "simple-webrtc-signaling-server";
import { io } from "socket.io-client";
import { describe, expect, onTestFinished, test } from "vitest";
import { ServerProgram } from "../../kit/command.ts";
import { startServerForPrograms } from "../../kit/server-here.ts";
import { useBrowser } from "../client/browsers.ts";
import { takeTab } from "../client/tab-pool.ts";
import { join, sees } from "../demo/visitor.ts";
import { startSite } from "../site.ts";
import { recipe, sample, startNginx, useNginx } from "./nginx.ts";

useNginx();

const adminToken = "an admin token of this test";

/** Both ways to serve everything below a path, as docs/deploy/nginx.md describes them. */
const forms = [
  { form: "removed", location: "/signal/", settings: {} },
  { form: "kept", location: "/signal", settings: { basePath: "/signal/" } },
] as const;

/** The transports of the client, with the settings for which it uses them. */
const transports = [
  ["the plain WebSocket", {}],
  ["Socket.IO", { websocketPath: "off" }],
] as const;

describe.each(forms)("behind nginx, with the path $form", ({ location, settings }) => {
  async function start(more: SignalingServerOptions = {}) {
    const server = await startServerForPrograms({ ...settings, adminToken, ...more });
    const own = new URL(server.url).origin;
    const origin = await startNginx(recipe(location).replace(sample, own));
    return { server, origin, url: `${origin}/signal/` };
  }

  test("[G10] health, the client and the status page are below the path", async () => {
    const { origin, url } = await start();
    for (const path of ["healthz", "client.js", "client-socketio.js", "socket.io/socket.io.js"]) {
      expect((await fetch(url + path)).status, path).toBe(200);
    }
    // Its snippet is what a client needs there.
    const page = await (await fetch(`${origin}/signal`)).text();
    expect(page).toContain(`io(&quot;${origin}&quot;`);
    expect(page).toContain("path: &quot;/signal/socket.io/&quot;");
  });

  test("[G10] clients of both kinds and an administrator connect", async () => {
    const { server, origin, url } = await start();
    const stock = io(origin, {
      path: "/signal/socket.io/",
      auth: { token: server.token },
      forceNew: true,
    });
    onTestFinished(() => void stock.close());
    await stock.emitWithAck("ready", "stock");
    for (const [peerId, address] of [
      ["ada", url],
      ["bob", `${origin}/signal`],
    ] as const) {
      const channel = new ServerChannel({ url: address, token: server.token, peerId });
      onTestFinished(() => channel.disconnect());
      await channel.connect();
    }
    const parameters = ["admin", "peers", "lobby", "--url", url, "--admin-token", adminToken];
    const command = new ServerProgram({}, parameters);
    expect(await command.exit).toBe(0);
    expect(command.lines).toHaveLength(3);
    const output = command.lines.join("\n");
    for (const id of ["stock", "ada", "bob"]) expect(output).toContain(`  ${id}  `);
  });

  describe("in a browser", () => {
    const openBrowser = useBrowser("chromium");

    test("[G10] [G8] two people join a call on the page", async () => {
      const { server, origin } = await start({ demo: "on" });
      const behindProxy = { ...server, url: `${origin}/signal` };
      const browser = await openBrowser();
      const ada = await join(browser, { name: "Ada", server: behindProxy });
      const bob = await join(browser, { name: "Bob", server: behindProxy });
      await Promise.all([sees(ada, bob), sees(bob, ada)]);
      expect([...ada.complaints, ...bob.complaints]).toEqual([]);
    });

    test.each(transports)(
      "[G11] the served client connects to its own server, in pages of another origin, over %s",
      async (_, more) => {
        const { server, url } = await start(more);
        const html = `<!doctype html><title>page</title><script type="module">
        import { joinRoom } from "${url}client.js";
        const room = await joinRoom({ token: "${server.token}" });
        room.on("peer", (peer) => {
          peer.on("data", (data) => document.body.append(data));
          peer.send("Hello!");
        });
      </script>`;
        const page = await startSite(() => html, server);
        const browser = await openBrowser();
        const pages = await Promise.all([takeTab(browser), takeTab(browser)]);
        await Promise.all(pages.map((one) => one.goto(page)));
        await Promise.all(pages.map((one) => one.getByText("Hello!").waitFor()));
      },
    );
  });
});

test("[W3] behind nginx on a separate host name, limits apply per client address", async () => {
  const server = await startServerForPrograms({
    trustProxy: ["127.0.0.1"],
    maxFailedAuthentications: 1,
  });
  const block = recipe("/").replace(sample, server.url);
  // Another proxy in front says where clients are; nginx adds that it was asked by this test.
  const origin = await startNginx(block);
  const statusFor = async (forwardedFor: string, token: string) => {
    const headers = { authorization: `Bearer ${token}`, "x-forwarded-for": forwardedFor };
    return (await fetch(`${origin}/connections`, { headers })).status;
  };
  expect(await statusFor("203.0.113.1", "wrong")).toBe(401);
  expect(await statusFor("203.0.113.1", server.token)).toBe(429);
  expect(await statusFor("203.0.113.2", server.token)).toBe(200);
});
