import { once } from "node:events";
import { join } from "node:path";
import { ServerChannel } from "simple-webrtc-signaling-client";
import type { SignalingServerOptions } from "simple-webrtc-signaling-server";
import { io } from "socket.io-client";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { startServerHere } from "../../kit/server-here.ts";
import { startServer } from "../../kit/server-program.ts";
import { caddy } from "./caddy.ts";
import { guideText } from "./guide.ts";
import { haproxy } from "./haproxy.ts";
import { nginx } from "./nginx.ts";
import { temporaryFolder } from "./proxy.ts";
import { SignalPair } from "./signal-pair.ts";
import { startTlsTunnel } from "./tls-tunnel.ts";

// Seven processes take their time on a busy machine.
const trustProxy = ["127.0.0.1"];

/** Connects a stock client and joins. */
async function joinAsStock(origin: string, transport: "polling" | "websocket", path?: string) {
  const socket = io(origin, {
    transports: [transport],
    forceNew: true,
    reconnection: false,
    // A client must not choose its address.
    extraHeaders: { "x-forwarded-for": "203.0.113.1" },
    ...(path === undefined ? {} : { path }),
  });
  onTestFinished(() => void socket.close());
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  expect(await socket.emitWithAck("ready", `by ${transport}`)).toMatchObject({ ok: true });
}

/** Connects a plain WebSocket. */
async function connectPlain(origin: string) {
  const plain = new WebSocket(`${origin.replace("http", "ws")}/ws`);
  onTestFinished(() => plain.terminate());
  await once(plain, "open");
  plain.send(JSON.stringify({ event: "connect", data: {} }));
  const [frame] = (await once(plain, "message")) as [Buffer];
  expect(JSON.parse(frame.toString())).toMatchObject({ event: "connected" });
}

const proxies = [nginx, haproxy, caddy];

/** Starts a server that records the addresses of its clients. */
async function startRecordingServer(options: SignalingServerOptions) {
  const addresses: string[] = [];
  const server = await startServerHere({
    ...options,
    authenticate: (_credentials, { address }) => {
      addresses.push(address);
      return { permissions: ["broadcast", "relay"] };
    },
  });
  return { server, addresses };
}

describe.each(proxies)("behind $name with the configuration of its guide", (proxy) => {
  proxy.use();

  test("[W3] clients of all transports connect over TLS, and the server knows their addresses", async () => {
    const { server, addresses } = await startRecordingServer({ trustProxy });
    const { port } = await proxy.start(`127.0.0.1:${server.port}`, "host");
    await joinAsStock(await startTlsTunnel(port, "127.0.1.1"), "polling");
    await joinAsStock(await startTlsTunnel(port, "127.0.1.2"), "websocket");
    await connectPlain(await startTlsTunnel(port, "127.0.1.3"));
    expect(addresses).toEqual(["127.0.1.1", "127.0.1.2", "127.0.1.3"]);
  });

  test("[W3] the server can listen on a Unix socket", async () => {
    const unixSocket = join(temporaryFolder(), "signaling.sock");
    const { addresses } = await startRecordingServer({ unixSocket });
    const { port } = await proxy.start(proxy.unixAddress(unixSocket), "host");
    await connectPlain(await startTlsTunnel(port, "127.0.1.1"));
    expect(addresses).toEqual(["127.0.1.1"]);
    expect(guideText(proxy.guide)).toContain(proxy.unixAddress("/run/signaling/signaling.sock"));
  });
});

// testing/e2e/nginx/base-path.test.ts has the same for nginx.
describe.each([haproxy, caddy])("behind $name below a path of a host", (proxy) => {
  proxy.use();

  test.each([
    ["removed", {}],
    ["kept", { basePath: "/signal/" }],
  ] as const)("[G10] the path is %s: clients of all transports connect", async (form, options) => {
    const server = await startServerHere({ trustProxy, ...options });
    const { port } = await proxy.start(`127.0.0.1:${server.port}`, form);
    const origin = await startTlsTunnel(port);
    expect((await fetch(`${origin}/signal/healthz`)).status).toBe(200);
    // The page is asked for without its last slash.
    expect(await (await fetch(`${origin}/signal`)).text()).toContain(
      "path: &quot;/signal/socket.io/&quot;",
    );
    await joinAsStock(origin, "polling", "/signal/socket.io/");
    const channel = new ServerChannel({ url: `${origin}/signal/`, peerId: "ada" });
    onTestFinished(() => channel.disconnect());
    await channel.connect();
    expect(server.facts).toContainEqual(
      expect.objectContaining({ type: "socket.connected", gateway: "websocket" }),
    );
  });
});

describe("behind all of them", () => {
  for (const { use } of proxies) use();

  test("[E13] [V2] a reload of the proxy and a restart of the server lose no session and no signal", async () => {
    const settings = {
      SESSION_KEY: "the key for the sessions of this test",
      SESSION_GRACE: "120",
      TRUST_PROXY: "127.0.0.1",
    };
    const server = await startServer({ settings });
    const behind = await Promise.all(
      proxies.map(async ({ name, start }) => {
        const proxy = await start(`127.0.0.1:${server.port}`, "host");
        const origins = await Promise.all([startTlsTunnel(proxy.port), startTlsTunnel(proxy.port)]);
        return {
          proxy,
          pair: await SignalPair.start(origins, { token: server.token, room: name }),
        };
      }),
    );
    const resumed = () => Promise.all(behind.map(({ pair }) => pair.resumed()));

    const afterReload = resumed();
    await Promise.all(behind.map(({ proxy }) => proxy.reload()));
    await afterReload;

    const afterRestart = resumed();
    await server.stop();
    await startServer({ port: server.port, token: server.token, settings });
    await afterRestart;

    await Promise.all(behind.map(({ pair }) => pair.expectAll()));
  });
});
