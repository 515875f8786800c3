import { z } from "zod";
import { isIceUrl, isTurnUrl } from "./ice/ice-url.ts";
import { setting, wholeNumber } from "./setting.ts";

const list = z.string().transform((text) => text.split(",").map((part) => part.trim()));

const iceUrl = z.string().refine(isIceUrl);
const turnUrl = z.string().refine(isTurnUrl);

/** An `RTCIceServer`. One with TURN and no credential would make every `RTCPeerConnection` of a browser fail. */
const iceServer = z
  .strictObject({
    urls: z.union([iceUrl, z.array(iceUrl).min(1)]),
    username: z.string().min(1).exactOptional(),
    credential: z.string().min(1).exactOptional(),
  })
  .refine(
    ({ urls, username, credential }) =>
      ![urls].flat().some(isTurnUrl) || (username !== undefined && credential !== undefined),
  );

const iceServerList = z.array(iceServer);

/** A text that begins as a JSON array does is one. */
const json = z
  .string()
  .regex(/^\s*\[/)
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue("no JSON");
      return z.NEVER;
    }
  });

const secret = z.string().refine((text) => Buffer.byteLength(text) >= 32);
const secrets = z.array(secret).min(1).max(2);

/** 3/4 of it, less a tenth, is never less than 10 s: at most 6 credentials a minute. */
const leastTtlSeconds = 20;

/** Rows of the one table in config.ts: what helps peers find a route to each other. */
export const iceSettings = {
  iceServers: setting({
    schema: z
      .union([
        iceServerList,
        json.pipe(iceServerList),
        list
          .pipe(z.array(z.string()))
          .transform((urls): z.input<typeof iceServer>[] => urls.map((url) => ({ urls: url })))
          .pipe(iceServerList),
      ])
      .optional(),
    default: undefined,
    expects:
      "addresses such as stun:stun.example:3478, separated by commas, or a JSON array of RTCIceServer; TURN needs a username and a credential",
    help: "STUN and TURN servers that peers who ask are told of",
    isSecret: true,
  }),
  turnUrls: setting({
    schema: z.union([z.array(turnUrl).min(1), list.pipe(z.array(turnUrl).min(1))]).optional(),
    default: undefined,
    expects: "addresses such as turn:turn.example:3478?transport=udp, separated by commas",
    help: "TURN servers for which each session gets a credential of its own, that ends",
  }),
  turnSecret: setting({
    schema: z.union([secrets, list.pipe(secrets)]).optional(),
    default: undefined,
    expects:
      "a text of 32 bytes or more, such as `openssl rand -hex 32` makes, or two of them, separated by a comma",
    help: "the secret shared with the TURN servers; of two, new,old, the first signs and the TURN servers take both",
    isSecret: true,
  }),
  turnTtl: setting({
    schema: wholeNumber(leastTtlSeconds, 3_600),
    default: "600",
    expects: `a whole number from ${leastTtlSeconds} to 3600`,
    help: "for how many seconds a TURN credential may be used to begin with; a new one is told ahead of that",
  }),
};
