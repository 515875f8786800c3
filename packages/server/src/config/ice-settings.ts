import type { IceServer } from "simple-webrtc-signaling-protocol";
import * as z from "zod";
import { IceServerListError, iceServerList } from "../ice/ice-server-list.ts";
import { isTurnUrl } from "../ice/ice-url.ts";
import { listOf, refuse, secret, setting, wholeNumber } from "./setting.ts";

const iceServers = z.unknown().transform((given, context): IceServer[] => {
  try {
    return iceServerList(given);
  } catch (error) {
    if (error instanceof IceServerListError) return refuse(context, error.message);
    throw error;
  }
});

const turnUrl = z.string().refine(isTurnUrl);

const secretList = z.string().transform((given) => given.split(",").map((part) => part.trim()));
const secrets = z.array(secret).min(1).max(2);

/** A credential is renewed after at least 3/4 × 0.9 of its time, so 20 s mean at most 6 credentials per minute. */
const leastTtlSeconds = 20;

/** Rows of the table in config.ts: STUN and TURN servers. */
export const iceSettings = {
  iceServers: setting({
    schema: iceServers,
    default: undefined,
    expects:
      "URLs of STUN servers, separated by commas, or a JSON array of RTCIceServer; TURN needs a username and a credential",
    example: "stun:stun.example:3478",
    help: "STUN and TURN servers for peers that request them",
    isSecret: true,
  }),
  turnUrls: setting({
    schema: listOf(turnUrl, "is not the URL of a TURN server").refine((list) => list.length > 0),
    default: undefined,
    expects: "URLs of TURN servers, separated by commas",
    example: "turn:turn.example:3478?transport=udp",
    help: "TURN servers for which each session receives its own short-lived credential",
  }),
  turnSecret: setting({
    schema: z.union([secrets, secretList.pipe(secrets)]),
    default: undefined,
    expects: "a secret of at least 32 bytes, or two secrets, separated by a comma",
    example: '"$(openssl rand -hex 32)"',
    help: "secret shared with the TURN servers; of two secrets (new,old) the server uses the first, and the TURN servers accept both",
    isSecret: true,
  }),
  turnTtl: setting({
    schema: wholeNumber(leastTtlSeconds, 3_600),
    default: "600",
    expects: `a whole number from ${leastTtlSeconds} to 3600`,
    help: "time to live of a TURN credential, in seconds; the server sends the next credential before it expires",
  }),
};
