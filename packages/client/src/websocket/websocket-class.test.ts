import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { WebSocketServer } from "ws";
import { webSocketClass } from "./websocket-class.ts";

test("work that waits for a message is done before the next message, also if both arrive in one read", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  onTestFinished(() => server.close());
  await once(server, "listening");
  server.on("connection", (socket, { socket: connection }: { socket: Socket }) => {
    connection.cork();
    for (const text of ["one", "two", "three"]) socket.send(text);
    connection.uncork();
  });
  const WebSocketClass = await webSocketClass();
  const { port } = server.address() as AddressInfo;
  const webSocket = new WebSocketClass(`ws://127.0.0.1:${port}`);
  onTestFinished(() => webSocket.close());
  const order: string[] = [];
  await new Promise<void>((resolve) => {
    webSocket.onmessage = async ({ data }) => {
      order.push(data);
      await Promise.resolve();
      order.push(`after ${data}`);
      if (data === "three") resolve();
    };
  });
  expect(order).toEqual(["one", "after one", "two", "after two", "three", "after three"]);
});
