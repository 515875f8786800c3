import { createHash, timingSafeEqual } from "node:crypto";
import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Authenticate } from "./authenticate.ts";
import { somebody } from "./identity.ts";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Whether a candidate is the token, compared in a time that tells nothing of either. */
export function tokenGuard(token: string): (candidate: unknown) => boolean {
  const expected = digest(token);
  return (candidate) =>
    typeof candidate === "string" && timingSafeEqual(digest(candidate), expected);
}

/** Lets in whoever shows the shared token as `auth.token`. */
export function sharedToken(token: string): Authenticate {
  const isToken = tokenGuard(token);
  return (credentials) => {
    if (isToken(credentials["token"])) return somebody;
    throw new SignalingError(
      "forbidden",
      credentials["token"] === undefined
        ? "the client sent no token; connect with { auth: { token } }"
        : "the token is wrong; connect with the TOKEN of the server",
    );
  };
}
