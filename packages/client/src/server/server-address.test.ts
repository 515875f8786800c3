import { afterEach, expect, test, vi } from "vitest";
import { sendLeave } from "./server-address.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const address = "https://signaling.example/app/ws?leave=an+id";

test("[L3] a page reports that it leaves by a keepalive request and by a beacon", () => {
  const fetch = vi.fn(() => Promise.reject(new TypeError("the server is unavailable")));
  const sendBeacon = vi.fn();
  vi.stubGlobal("fetch", fetch);
  vi.stubGlobal("navigator", { sendBeacon });
  sendLeave(address);
  const request = { method: "POST", mode: "no-cors", keepalive: true };
  expect(fetch.mock.calls).toEqual([[address, request]]);
  expect(sendBeacon.mock.calls).toEqual([[address]]);
});

test("[L3] a program that is not a page sends no such request", () => {
  const fetch = vi.fn();
  vi.stubGlobal("fetch", fetch);
  vi.stubGlobal("navigator", {});
  sendLeave(address);
  expect(fetch).not.toHaveBeenCalled();
});
