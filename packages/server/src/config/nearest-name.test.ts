import { expect, test } from "vitest";
import { nearestName } from "./nearest-name.ts";

const names = ["PORT", "HOST", "TOKEN", "TURN_TTL", "TURN_URLS", "MAX_MESSAGE_BYTES", "JWT_SECRET"];

test.each([
  ["PROT", "PORT"],
  ["PORTS", "PORT"],
  ["port", "PORT"],
  ["HOTS", "HOST"],
  ["max-message-bytes", "MAX_MESSAGE_BYTES"],
  ["maxMessageBytes", "MAX_MESSAGE_BYTES"],
  ["MAX_MESAGE_BYTE", "MAX_MESSAGE_BYTES"],
  ["JWT_SERCET", "JWT_SECRET"],
  ["TURN_URL", "TURN_URLS"],
])("[case N6] %s is most similar to %s", (name, nearest) => {
  expect(nearestName(name, names)).toBe(nearest);
});

test.each(["DATABASE_URL", "PATHS", "X", "", "NODE_ENV", "POT_OF_GOLD"])(
  "[case N6] no name is similar to %j",
  (name) => {
    expect(nearestName(name, names)).toBeUndefined();
  },
);
