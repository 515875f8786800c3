import type { IceServersValue } from "simple-webrtc-signaling-protocol";
import type { Identity } from "../auth/identity.ts";
import { type BearerOptions, forBearer, tooOften, type WebHandler } from "./bearer.ts";

export interface IceServersRouteOptions {
  readonly bearer: BearerOptions<Identity>;
  /** Returns whether the user has a peer in any room. */
  readonly isPeer: (subject: string) => Promise<boolean>;
  readonly issue: (subject: string) => IceServersValue;
  /** Counts a request and returns 0, or the time until the next permitted request, in milliseconds. */
  readonly waitMs: (subject: string) => number;
}

/** Handles `GET /ice-servers`: responds with STUN and TURN servers, if the user of the token has a peer. */
export function iceServers({ bearer, isPeer, issue, waitMs }: IceServersRouteOptions): WebHandler {
  return (context) =>
    forBearer(context, bearer, async ({ subject }) => {
      if (subject === undefined) {
        const error =
          "the token has no subject; use the ICE servers in the reply to `ready` instead";
        return context.json({ error }, 403);
      }
      if (!(await isPeer(subject))) {
        const error =
          "the user of the token has no peer; connect and emit `ready` before this request";
        return context.json({ error }, 403);
      }
      const retryAfterMs = waitMs(subject);
      if (retryAfterMs === 0) return context.json(issue(subject));
      const error = `too many requests from this identity; try again in ${retryAfterMs} ms`;
      return tooOften(context, error, retryAfterMs);
    });
}
