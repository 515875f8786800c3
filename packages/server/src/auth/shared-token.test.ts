import { SignalingError } from "simple-webrtc-signaling-protocol";
import { expect, test } from "vitest";
import { sharedToken, tokenGuard } from "./shared-token.ts";

test("only the very token is the token", () => {
  const isToken = tokenGuard("secret");
  expect(isToken("secret")).toBe(true);
  for (const other of ["", "Secret", "secret ", "secre", undefined, null, 7, ["secret"], {}]) {
    expect(isToken(other)).toBe(false);
  }
});

test("a refusal says what is missing, and never the token", () => {
  const authenticate = sharedToken("secret");
  expect(() => authenticate({})).toThrow(SignalingError);
  expect(() => authenticate({})).toThrow("connect with { auth: { token } }");
  expect(() => authenticate({ token: "guess" })).toThrow("the token is not this server's");
  expect(() => authenticate({ token: "secret" })).not.toThrow();
});
