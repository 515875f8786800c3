import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { anonymous } from "../src/index.ts";
import { startServer } from "./start-server.ts";
import { StockClient } from "./stock-client.ts";

const query = "socket.io/?EIO=4&transport=";

/** Returns the HTTP status of a handshake by each transport; 101 and 200 mean success. */
async function statuses(url: string, headers: Record<string, string>, path = query) {
  const polling = await fetch(`${url}/${path}polling`, { headers });
  return { polling: polling.status, websocket: await upgradeStatus(url, headers, path) };
}

function upgradeStatus(url: string, headers: Record<string, string>, path = query) {
  const socket = new WebSocket(`${url.replace("http", "ws")}/${path}websocket`, { headers });
  return new Promise<number | undefined>((resolve) => {
    socket.on("error", () => {});
    socket.on("upgrade", ({ statusCode }) => resolve(statusCode));
    socket.on("unexpected-response", (_request, { statusCode }) => resolve(statusCode));
  }).finally(() => socket.terminate());
}

const open = { polling: 200, websocket: 101 };
const refused = { polling: 403, websocket: 403 };
const app = "https://app.example";

test("[W1] only pages of the listed origins may open a socket, by any transport", async () => {
  const { url, facts } = await startServer({ allowedOrigins: [app] });
  expect(await statuses(url, { origin: app })).toEqual(open);
  for (const origin of [
    "https://evil.example",
    "http://app.example",
    "https://app.example:8443",
    "https://app.example.evil.example",
    "https://APP.example",
    `${app}, https://evil.example`,
    "missing",
  ]) {
    expect(await statuses(url, { origin }), origin).toEqual(refused);
  }
  const fact = { type: "limit.reached", limit: "origin", of: "server" };
  expect(facts.filter(({ type }) => type === "limit.reached")).toEqual(Array(14).fill(fact));
});

test("[W1] a page of another origin cannot continue a foreign socket", async () => {
  const { url } = await startServer({ allowedOrigins: [app] });
  const handshake = await fetch(`${url}/${query}polling`, { headers: { origin: app } });
  const { sid } = JSON.parse((await handshake.text()).slice(1)) as { sid: string };
  const own = `socket.io/?EIO=4&sid=${sid}&transport=`;
  expect(await statuses(url, { origin: "https://evil.example" }, own)).toEqual(refused);
});

test("[W1] by default any origin may connect, and clients without an origin", async () => {
  const { url } = await startServer();
  for (const headers of [{}, { origin: "null" }, { origin: "https://anywhere.example" }]) {
    expect(await statuses(url, headers)).toEqual(open);
  }
});

test("[W4] the list accepts origins of applications and subdomains, in upper or lower case and with a slash", async () => {
  const allowedOrigins = [
    "https://APP.example/",
    "https://*.example.com",
    "capacitor://localhost",
    "chrome-extension://aeblfdkhhhdcdjpifhhbdiojplfjncoa",
    "file://",
  ];
  const { url } = await startServer({ allowedOrigins });
  for (const origin of [
    app,
    "https://a.example.com",
    "https://a.b.example.com",
    "capacitor://localhost",
    "chrome-extension://aeblfdkhhhdcdjpifhhbdiojplfjncoa",
    "file://",
  ]) {
    expect(await statuses(url, { origin }), origin).toEqual(open);
  }
  for (const origin of [
    "https://example.com",
    "https://evil-example.com",
    "http://a.example.com",
    "https://a.example.com.evil.example",
    "ionic://localhost",
    "null",
  ]) {
    expect(await statuses(url, { origin }), origin).toEqual(refused);
  }
});

test("[W2] null and a missing Origin are refused unless they are listed", async () => {
  const strict = await startServer({ allowedOrigins: [app] });
  expect(await statuses(strict.url, {})).toEqual(refused);
  expect(await statuses(strict.url, { origin: "null" })).toEqual(refused);
  const lenient = await startServer({ allowedOrigins: [app, "null", "missing"] });
  expect(await statuses(lenient.url, {})).toEqual(open);
  expect(await statuses(lenient.url, { origin: "null" })).toEqual(open);
});

test("[W3] behind trusted proxies the client is the rightmost hop that is not a trusted proxy", async () => {
  const addresses: string[] = [];
  const seenBy = async (trustProxy: string[] | undefined, forwarded: string) => {
    const { url } = await startServer({
      trustProxy,
      authenticate: (_credentials, { address }) => {
        addresses.push(address);
        return anonymous;
      },
    });
    await new StockClient(url, { extraHeaders: { "x-forwarded-for": forwarded } }).connected();
    return addresses.at(-1);
  };
  const written = "6.6.6.6, 203.0.113.9, 10.1.2.3";
  expect(await seenBy(undefined, written)).toBe("127.0.0.1");
  expect(await seenBy(["10.0.0.0/8"], written)).toBe("127.0.0.1");
  expect(await seenBy(["127.0.0.1", "10.0.0.0/8"], written)).toBe("203.0.113.9");
  expect(await seenBy(["127.0.0.1"], written)).toBe("10.1.2.3");
});

test("[W7] a connection for further requests stays open longer behind a trusted proxy", async () => {
  const keptBy = async (trustProxy: string[]) =>
    (await fetch(`${(await startServer({ trustProxy })).url}/healthz`)).headers.get("keep-alive");
  expect(await keptBy(["unix"])).toBe("timeout=5");
  expect(await keptBy(["unix", "10.0.0.0/8"])).toBe("timeout=75");
});
