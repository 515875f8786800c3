import { expect, test } from "vitest";
import { leaveAddress, socketIoAddress } from "./socketio-address.ts";

test.each([
  ["https://host.example", "https://host.example/", "/socket.io/"],
  ["https://host.example/", "https://host.example/", "/socket.io/"],
  ["https://host.example/signal", "https://host.example/", "/signal/socket.io/"],
  ["https://host.example/signal/", "https://host.example/", "/signal/socket.io/"],
  ["http://host.example:3000/a/b/", "http://host.example:3000/", "/a/b/socket.io/"],
  ["WSS://host.example/signal/", "WSS://host.example/", "/signal/socket.io/"],
  ["https://host.example/signal/?key=1", "https://host.example/?key=1", "/signal/socket.io/"],
  ["https://host.example?key=1", "https://host.example/?key=1", "/socket.io/"],
  ["http://[::1]:3000/signal#x", "http://[::1]:3000/", "/signal/socket.io/"],
  ["localhost:3000/signal/", "localhost:3000/", "/signal/socket.io/"],
  ["//host.example/signal", "//host.example/", "/signal/socket.io/"],
  ["/signal/", "/", "/signal/socket.io/"],
  ["/", "/", "/socket.io/"],
  ["", "/", "/socket.io/"],
])("[G10] the URL %j is split into the server %s and the path %s", (url, root, path) => {
  expect(socketIoAddress(url)).toEqual({ root, path });
});

test("[G10] an explicit path takes precedence over the path of the URL", () => {
  expect(socketIoAddress("https://host.example/signal/", "/rt/")).toEqual({
    root: "https://host.example/",
    path: "/rt/",
  });
});

test("[L3] the address of a leave request is below the path of Socket.IO", () => {
  const address = { root: "wss://signaling.example", path: "/app/socket.io" };
  expect(leaveAddress(address, "an id")).toBe(
    "https://signaling.example/app/socket.io/?sid=an+id&leave=1",
  );
});
