import * as z from "zod";
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
import { webAddress } from "./web-address.ts";

/** An attacker can replace keys on an unencrypted connection. A connection within this machine needs no encryption. */
const keyAddress = webAddress.refine((given) => {
  if (!URL.canParse(given)) return false;
  const { protocol, hostname } = new URL(given);
  return protocol === "https:" || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
});

/** Rows of the table in config.ts: authentication by JSON Web Tokens, by a hook, and of administrators. */
export const authenticationSettings = {
  jwtSecret: setting({
    schema: secret,
    default: undefined,
    expects: secretExpects,
    example: secretExample,
    help: "AUTH=jwt: shared secret of the token signatures (HS256)",
    isSecret: true,
  }),
  jwtPublicKey: setting({
    schema: z.string().min(1),
    default: undefined,
    expects: "a public key in PEM format; line breaks may be written as \\n",
    example: '"$(cat public.pem)"',
    help: "AUTH=jwt: public key of the token issuer",
    isSecret: true,
  }),
  jwtJwksUrl: setting({
    schema: keyAddress,
    default: undefined,
    expects: "an https URL without a password, or an http URL on this machine",
    example: "https://issuer.example/.well-known/jwks.json",
    help: "AUTH=jwt: URL of the token issuer's JSON Web Key Set (JWKS)",
  }),
  jwtAlgorithms: setting({
    schema: listOf(oneOf(algorithms), "is not a supported algorithm").refine(
      (list) => list.length > 0,
    ),
    default: undefined,
    expects: `one or more of ${algorithms.join(", ")}, separated by commas`,
    example: "ES256",
    help: "AUTH=jwt: accepted signature algorithms; if unset, HS256 with a secret, and ES256, RS256, PS256, EdDSA with public keys",
  }),
  jwtAudience: setting({
    schema: text,
    default: undefined,
    expects: "one line of text",
    example: "signaling.example",
    help: "AUTH=jwt: required `aud` claim of the tokens, which names this server",
  }),
  jwtIssuer: setting({
    schema: text,
    default: undefined,
    expects: "one line of text",
    example: "app.example",
    help: "AUTH=jwt: required `iss` claim of the tokens, which names their issuer",
  }),
  jwtLeeway: setting({
    schema: wholeNumber(0, 60),
    default: "30",
    expects: "a whole number from 0 to 60",
    help: "AUTH=jwt: clock tolerance, in seconds; a token is accepted from `nbf` minus this time until `exp` plus this time",
  }),
  adminToken: setting({
    schema: text.min(16),
    default: undefined,
    expects: "a secret of at least 16 characters",
    example: secretExample,
    help: "bearer token of administrators; if unset, only identities with the permission `admin` are administrators",
    isSecret: true,
  }),
  authUrl: setting({
    schema: webAddress,
    default: undefined,
    expects: "an http or https URL without a password",
    example: "https://app.example/signaling-hook",
    help: "AUTH=hook: URL of the HTTP endpoint that decides whether a client may connect",
  }),
  authTimeout: setting({
    schema: wholeNumber(100, 30_000),
    default: "5000",
    expects: "a whole number from 100 to 30000",
    help: "AUTH=hook: time limit for the response of the endpoint, in milliseconds",
  }),
};
