import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { DirectWebSocket } from "./direct-websocket.ts";

const handshake = [
  "GET / HTTP/1.1",
  "Host: test",
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
].join("\r\n");

/** A close frame with this code, with a mask of zeros (RFC 6455 §5.5.1). */
const closeFrame = (code: number) => Buffer.from([0x88, 0x82, 0, 0, 0, 0, code >> 8, code & 0xff]);

const ignoring = { read: () => true, closed: () => {} };

/** Opens a WebSocket whose client never ends its TCP connection. */
async function halfOpen() {
  const http = createServer().listen(0, "127.0.0.1");
  const server = new WebSocketServer({ server: http, WebSocket: DirectWebSocket });
  await once(http, "listening");
  const { port } = http.address() as AddressInfo;
  const client = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  onTestFinished(() => {
    client.destroy();
    http.close();
  });
  client.write(`${handshake}\r\n\r\n`);
  const [webSocket] = (await once(server, "connection")) as [DirectWebSocket];
  return { client, webSocket };
}

test("[F4] an explicit leave is reported with the close frame, before the TCP connection has ended", async () => {
  const { client, webSocket } = await halfOpen();
  const left = new Promise<number>((resolve) =>
    webSocket.readBy({ ...ignoring, left: () => resolve(webSocket.readyState) }),
  );
  client.write(closeFrame(1000));
  expect(await left).toBe(WebSocket.CLOSING);
});

test("another close code is no explicit leave", async () => {
  const { client, webSocket } = await halfOpen();
  let isLeft = false;
  webSocket.readBy({
    ...ignoring,
    left: () => {
      isLeft = true;
    },
  });
  client.end(closeFrame(1001));
  const [code] = await once(webSocket, "close");
  expect(code).toBe(1001);
  expect(isLeft).toBe(false);
});
