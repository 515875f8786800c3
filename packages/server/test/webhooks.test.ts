import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { createSignalingServer } from "../src/index.ts";
import { startAdministered } from "./administrator.ts";
import { token } from "./start-server.ts";
import { peer, stockClients } from "./stock-client.ts";
import { startWebServer } from "./web-server.ts";

const webhookSecret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

const kinds = [stockClients[0], { client: "json", transport: "websocket" } as const];

/** Starts a receiver that verifies every event and keeps its type and data. */
async function startReceiver() {
  const events: unknown[] = [];
  const { url } = await startWebServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const headers = request.headers as Record<string, string>;
      const { type, data } = new Webhook(webhookSecret).verify(body, headers) as {
        type: string;
        data: object;
      };
      events.push([type, data]);
      response.writeHead(204).end();
    });
  });
  return { webhookUrl: `${url}/events`, webhookSecret, events };
}

test.each(kinds)("[Z1] the events of a room arrive in order, over $client", async (kind) => {
  const { events, ...settings } = await startReceiver();
  const { url, administrator, drain } = await startAdministered({
    ...settings,
    authenticate: ({ subject }) => ({ subject: String(subject), permissions: ["broadcast"] }),
  });
  const options = { kind, room: "team/red" };
  const ada = await peer(url, "ada", { ...options, auth: { subject: "user-1" } });
  await peer(url, "bob", { ...options, auth: { subject: "user-2" } });
  await administrator.ask("DELETE", "/admin/rooms/team%2Fred/peers/bob");
  await ada.envelope();
  await ada.envelope();
  ada.socket.disconnect();
  const room = "team/red";
  await expect.poll(() => events).toHaveLength(7);
  expect(events).toEqual([
    ["room.opened", { room }],
    ["peer.joined", { room, peerId: "ada", subject: "user-1" }],
    ["peer.joined", { room, peerId: "bob", subject: "user-2" }],
    ["peer.left", { room, peerId: "bob", subject: "user-2" }],
    ["peer.kicked", { room, peerId: "bob", subject: "user-2" }],
    ["peer.left", { room, peerId: "ada", subject: "user-1" }],
    ["room.closed", { room, cause: "empty" }],
  ]);
  await drain();
  expect(events.at(-1)).toEqual(["node.draining", { sockets: 0, seconds: 30 }]);
});

test("[Z1] a room that an administrator closes is closed once", async () => {
  const { events, ...settings } = await startReceiver();
  const { url, administrator } = await startAdministered(settings);
  await peer(url, "ada", { room: "red" });
  await administrator.ask("DELETE", "/admin/rooms/red");
  await expect.poll(() => events).toHaveLength(4);
  expect(events.slice(2)).toEqual([
    ["peer.left", { room: "red", peerId: "ada" }],
    ["room.closed", { room: "red", cause: "administrator" }],
  ]);
});

test.each([
  [{ webhookUrl: "https://app.example/" }, "WEBHOOK_SECRET is not set"],
  [{ webhookSecret }, "WEBHOOK_URL is not set"],
  [{ webhookUrl: "ftp://app.example/", webhookSecret }, "WEBHOOK_URL is"],
  [{ webhookUrl: "https://app.example/", webhookSecret: "whsec_short" }, "WEBHOOK_SECRET: "],
])("a wrong setting of webhooks stops the start: %o", (settings, sentence) => {
  const start = () => createSignalingServer({ token, ...settings });
  expect(start).toThrow(sentence);
  expect(start).not.toThrow("short");
});
