import { SignalingError } from "simple-webrtc-signaling-protocol";
import { expect, test } from "vitest";
import { sharedToken, tokenGuard } from "./shared-token.ts";

test("only the exact token is accepted", () => {
  const isToken = tokenGuard("secret");
  expect(isToken("secret")).toBe(true);
  for (const other of ["", "Secret", "secret ", "secre", undefined, null, 7, ["secret"], {}]) {
    expect(isToken(other)).toBe(false);
  }
});

const client = { address: "127.0.0.1", origin: undefined };

test("a refusal names the problem and never contains the token", () => {
  const authenticate = sharedToken("secret");
  expect(() => authenticate({}, client)).toThrow(SignalingError);
  expect(() => authenticate({}, client)).toThrow("connect with { auth: { token } }");
  expect(() => authenticate({ token: "guess" }, client)).toThrow("the token is wrong");
  expect(() => authenticate({ token: "secret" }, client)).not.toThrow();
});
