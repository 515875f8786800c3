import { afterEach, expect, test, vi } from "vitest";
import { serverAddress } from "./server-address.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const page = (href: string) => vi.stubGlobal("location", new URL(href));

test.each([
  ["https://host.example", "https://host.example", "/socket.io/"],
  ["https://host.example/", "https://host.example", "/socket.io/"],
  ["https://host.example/signal", "https://host.example", "/signal/socket.io/"],
  ["https://host.example/signal/", "https://host.example", "/signal/socket.io/"],
  ["http://host.example:3000/a/b/", "http://host.example:3000", "/a/b/socket.io/"],
  ["wss://host.example/signal/", "wss://host.example", "/signal/socket.io/"],
  ["https://host.example/signal/?key=1", "https://host.example/?key=1", "/signal/socket.io/"],
  ["http://[::1]:3000/signal#x", "http://[::1]:3000", "/signal/socket.io/"],
  ["localhost:3000/signal/", "https://localhost:3000", "/signal/socket.io/"],
])("[G10] at %s the server is %s with the path %s", (url, origin, path) => {
  expect(serverAddress(url)).toEqual({ origin, path });
});

test("[G10] a path of its own wins over that of the address", () => {
  expect(serverAddress("https://host.example/signal/", "/rt/")).toEqual({
    origin: "https://host.example",
    path: "/rt/",
  });
});

test("[G10] in a page an address may leave out what it has in common with the page's", () => {
  page("http://host.example:8080/app/index.html");
  const origin = "http://host.example:8080";
  expect(serverAddress("/signal/")).toEqual({ origin, path: "/signal/socket.io/" });
  expect(serverAddress("//other.example/signal")).toEqual({
    origin: "http://other.example",
    path: "/signal/socket.io/",
  });
  expect(serverAddress("localhost:3000")).toEqual({
    origin: "http://localhost:3000",
    path: "/socket.io/",
  });
});

test("[G10] what is no address is left to Socket.IO, which says so", () => {
  expect(serverAddress("https://")).toEqual({ origin: "https://", path: "/socket.io/" });
});
