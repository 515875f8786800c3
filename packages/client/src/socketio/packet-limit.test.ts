import { PacketType } from "socket.io-parser";
import { expect, test } from "vitest";
import { PacketLimit } from "./packet-limit.ts";

/** The name is `x`, so the packet is `42["x","…"]`. */
const overhead = 4 + 8 - 2;

function encodes(limit: PacketLimit, bytes: number): boolean {
  const encoder = new limit.parser.Encoder();
  const data = ["x", "y".repeat(bytes - overhead)];
  try {
    return encoder.encode({ type: PacketType.EVENT, nsp: "/", data }).length === 1;
  } catch {
    return false;
  }
}

test("[A10] the handshake sets the limit", () => {
  const limit = new PacketLimit(() => false);
  expect(encodes(limit, 1_000_000)).toBe(true);
  limit.learn(1_000);
  expect([encodes(limit, 1_000), encodes(limit, 1_001)]).toEqual([true, false]);
});

test.each([undefined, null, 0, -1, Number.NaN, "1000"])(
  "[A10] a handshake with the limit %j tells none",
  (maxPayload) => {
    const limit = new PacketLimit(() => false);
    limit.learn(maxPayload);
    expect(encodes(limit, 1_000_000)).toBe(true);
  },
);
