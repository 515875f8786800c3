import { createHash } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { securityCodeOf } from "./security-code.ts";

const one = `sha-256 ${"0A:".repeat(31)}0A`;
const other = `sha-256 ${"ff:".repeat(31)}ff`;

const described = (...fingerprints: readonly string[]) =>
  ({
    sdp: `v=0\r\n${fingerprints.map((line) => `a=fingerprint:${line}\r\n`).join("")}`,
  }) as RTCSessionDescription;

function connection(local: RTCSessionDescription, remote: RTCSessionDescription) {
  return {
    connectionState: "connected",
    currentLocalDescription: local,
    currentRemoteDescription: remote,
  } as const;
}

const named = (name: string) => expect.objectContaining({ name });

afterEach(() => {
  vi.unstubAllGlobals();
});

test("both sides have one code: 128 bits of SHA-256, as 8 groups of 5 digits", async () => {
  const code = await securityCodeOf(connection(described(one), described(other)));
  expect(code).toMatch(/^\d{5}( \d{5}){7}$/);
  expect(await securityCodeOf(connection(described(other), described(one, one)))).toBe(code);
  // Computed in another way: the code is fixed, because both sides can have different versions.
  const text = ["simple-webrtc-signaling security code 1", one, other].map((line, index) =>
    index === 0 ? line : line.toUpperCase(),
  );
  const hash = createHash("sha256").update(text.join("\n")).digest("hex");
  const expected = (hash.slice(0, 32).match(/.{4}/g) ?? []).map((bits) =>
    Number.parseInt(bits, 16),
  );
  expect(code.split(" ").map(Number)).toEqual(expected);
});

test("another certificate gives another code", async () => {
  const code = await securityCodeOf(connection(described(one), described(other)));
  const third = other.replace("ff", "fe");
  expect(await securityCodeOf(connection(described(one), described(third)))).not.toBe(code);
});

test("there is no code without an open connection", async () => {
  const connecting = {
    ...connection(described(one), described(other)),
    connectionState: "new",
  } as const;
  await expect(securityCodeOf(connecting)).rejects.toEqual(named("InvalidStateError"));
});

test.each([
  ["several fingerprints", [one, other]],
  ["a weak fingerprint", ["sha-1 0A:0B"]],
  ["no fingerprint", []],
])("there is no code with %s", async (_, fingerprints) => {
  const code = securityCodeOf(connection(described(one), described(...fingerprints)));
  await expect(code).rejects.toEqual(named("NotSupportedError"));
});

test("there is no code in a page without HTTPS", async () => {
  vi.stubGlobal("crypto", {});
  const code = securityCodeOf(connection(described(one), described(other)));
  await expect(code).rejects.toEqual(named("NotSupportedError"));
});
