import type { NetworkInterfaceInfo } from "node:os";
import { expect, test } from "vitest";
import { listeningAt } from "./listening.ts";

const own = (address: string, internal = false) =>
  ({ address, internal, family: address.includes(":") ? "IPv6" : "IPv4" }) as NetworkInterfaceInfo;

const interfaces = {
  lo: [own("127.0.0.1", true), own("::1", true)],
  eth0: [own("192.168.1.5"), own("2001:db8::5"), own("fe80::1")],
};

test.each([
  ["::", ["http://192.168.1.5:3000", "http://[2001:db8::5]:3000"]],
  ["0.0.0.0", ["http://192.168.1.5:3000"]],
])(
  "[case N7] a server on %s has a URL for this machine and URLs for the network",
  (address, networkUrls) => {
    const at = { address, port: 3_000, family: "" };
    const expected = { url: "http://localhost:3000", networkUrls };
    expect(listeningAt(at, { host: undefined, basePath: "/" }, interfaces)).toMatchObject(expected);
  },
);

test.each([
  ["127.0.0.1", "localhost", "http://localhost:3000"],
  ["::1", "::1", "http://[::1]:3000"],
  ["192.168.1.5", undefined, "http://192.168.1.5:3000"],
])("[case N7] a server on %s only has one URL", (address, host, url) => {
  const at = { address, port: 3_000, family: "" };
  const listening = listeningAt(at, { host, basePath: "/app/" }, interfaces);
  expect(listening).toEqual({ url: `${url}/app`, host: address, port: 3_000 });
});
