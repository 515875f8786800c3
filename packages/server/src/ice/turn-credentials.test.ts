import { expect, test } from "vitest";
import { turnCredentials } from "./turn-credentials.ts";

test("the credential equals that of other implementations", () => {
  // printf '1700000600:ada' | openssl dgst -sha1 -hmac 'north wind and sun' -binary | base64
  const options = { secret: "north wind and sun", ttlSeconds: 600, nowMs: () => 1_700_000_000_999 };
  expect(turnCredentials("ada", options)).toEqual({
    username: "1700000600:ada",
    credential: "GZ5QSv0Oi2rE5qhVHxJ1ULEHu5o=",
  });
});
