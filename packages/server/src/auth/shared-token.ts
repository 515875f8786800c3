import { createHash, timingSafeEqual } from "node:crypto";
import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Authenticate } from "./authenticate.ts";
import { anonymous } from "./identity.ts";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Returns a check for the token, whose duration does not depend on the token or the candidate. */
export function tokenGuard(token: string): (candidate: unknown) => boolean {
  const expected = digest(token);
  return (candidate) =>
    typeof candidate === "string" && timingSafeEqual(digest(candidate), expected);
}

/** Returns an authentication by the shared token in `auth.token`. */
export function sharedToken(token: string): Authenticate {
  const isToken = tokenGuard(token);
  return (credentials) => {
    if (isToken(credentials["token"])) return anonymous;
    throw new SignalingError(
      "forbidden",
      credentials["token"] === undefined
        ? "the client sent no token; connect with { auth: { token } }"
        : "the token is wrong; connect with the TOKEN of the server",
    );
  };
}
