import { afterEach, expect, test, vi } from "vitest";
import { sendLeave } from "./server-address.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const server = { root: "wss://signaling.example", path: "/app/socket.io" };
const expected = "https://signaling.example/app/socket.io/?sid=an+id&leave=1";

test("[L3] a page reports that it leaves by a keepalive request and by a beacon", () => {
  const fetch = vi.fn(() => Promise.reject(new TypeError("the server is unavailable")));
  const sendBeacon = vi.fn();
  vi.stubGlobal("fetch", fetch);
  vi.stubGlobal("navigator", { sendBeacon });
  sendLeave(server, "an id");
  const request = { method: "POST", mode: "no-cors", keepalive: true };
  expect(fetch.mock.calls).toEqual([[new URL(expected), request]]);
  expect(sendBeacon.mock.calls).toEqual([[new URL(expected)]]);
});

test("[L3] a program that is not a page sends no such request", () => {
  const fetch = vi.fn();
  vi.stubGlobal("fetch", fetch);
  vi.stubGlobal("navigator", {});
  sendLeave(server, "an id");
  expect(fetch).not.toHaveBeenCalled();
});
