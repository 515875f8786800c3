import { z } from "zod";
import { algorithms } from "../auth/algorithms.ts";
import {
  listOf,
  oneOf,
  secret,
  secretExample,
  secretExpects,
  setting,
  text,
  wholeNumber,
} from "./setting.ts";

/** A web address without a password, so that a log may contain it. */
const webAddress = text.refine((given) => {
  if (!URL.canParse(given)) return false;
  const { protocol, username, password } = new URL(given);
  return ["http:", "https:"].includes(protocol) && username === "" && password === "";
});

/** Keys from an unprotected connection can be anybody's. A connection within this machine needs no protection. */
const keyAddress = webAddress.refine((given) => {
  if (!URL.canParse(given)) return false;
  const { protocol, hostname } = new URL(given);
  return protocol === "https:" || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
});

/** Rows of the table in config.ts: authentication by JSON Web Tokens, by a hook, and of administrators. */
export const authenticationSettings = {
  jwtSecret: setting({
    schema: secret.optional(),
    default: undefined,
    expects: secretExpects,
    example: secretExample,
    help: "AUTH=jwt: secret that signs the tokens (HS256)",
    isSecret: true,
  }),
  jwtPublicKey: setting({
    schema: z.string().min(1).optional(),
    default: undefined,
    expects: "a PEM text; its line breaks may be written as \\n",
    example: '"$(cat public.pem)"',
    help: "AUTH=jwt: public key of the issuer of the tokens",
    isSecret: true,
  }),
  jwtJwksUrl: setting({
    schema: keyAddress.optional(),
    default: undefined,
    expects: "an https address without a password, or http on this machine",
    example: "https://issuer.example/.well-known/jwks.json",
    help: "AUTH=jwt: address of the public keys of the issuer (JWKS)",
  }),
  jwtAlgorithms: setting({
    schema: listOf(oneOf(algorithms), "is not one of them")
      .refine((list) => list.length > 0)
      .optional(),
    default: undefined,
    expects: `some of ${algorithms.join(", ")}, separated by commas`,
    example: "ES256",
    help: "AUTH=jwt: accepted signature algorithms; if unset, HS256 with a secret, and ES256, RS256, PS256, EdDSA with public keys",
  }),
  jwtAudience: setting({
    schema: text.optional(),
    default: undefined,
    expects: "a text of one line",
    example: "signaling.example",
    help: "AUTH=jwt: required `aud` of the tokens, a name of this server",
  }),
  jwtIssuer: setting({
    schema: text.optional(),
    default: undefined,
    expects: "a text of one line",
    example: "app.example",
    help: "AUTH=jwt: required `iss` of the tokens, a name of their issuer",
  }),
  jwtLeeway: setting({
    schema: wholeNumber(0, 60),
    default: "30",
    expects: "a whole number from 0 to 60",
    help: "AUTH=jwt: largest difference between the clocks of issuer and server, in seconds; a token is accepted until `exp` plus this, and from `nbf` minus this",
  }),
  adminToken: setting({
    schema: text.min(16).optional(),
    default: undefined,
    expects: "a text of 16 characters or more",
    example: secretExample,
    help: "token of administrators; if unset, only identities with the permission `admin` are administrators",
    isSecret: true,
  }),
  authUrl: setting({
    schema: webAddress.optional(),
    default: undefined,
    expects: "an http or https address without a password",
    example: "https://app.example/signaling-hook",
    help: "AUTH=hook: HTTP endpoint that decides whether a client may connect",
  }),
  authTimeout: setting({
    schema: wholeNumber(100, 30_000),
    default: "5000",
    expects: "a whole number from 100 to 30000",
    help: "AUTH=hook: longest time for an answer of the endpoint, in milliseconds",
  }),
};
