import { type JWTPayload, jwtVerify } from "jose";
import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Algorithm } from "./algorithms.ts";
import { identityOf } from "./claims.ts";
import type { Identity } from "./identity.ts";
import { tokenRefusal } from "./jose-refusal.ts";
import type { VerificationKey } from "./keys.ts";
import { invalidClaim, notValidYet, tokenExpired, unreadable } from "./token-refusal.ts";

export interface JsonWebTokenOptions {
  readonly key: VerificationKey;
  /** The accepted signature algorithms; the `alg` of a token does not extend them. */
  readonly algorithms: readonly Algorithm[];
  /** The value that the `aud` of a token must be or contain. */
  readonly audience: string;
  /** The value that the `iss` of a token must be. */
  readonly issuer: string;
  /** The clock tolerance, in seconds. */
  readonly leewaySeconds?: number;
  readonly nowMs?: () => number;
}

/** Maximum length of a token, in bytes. */
const mostBytes = 8_192;

/** The accepted types of tokens (RFC 8725 §3.11). A `logout+jwt` or `dpop+jwt` does not authenticate a user. */
const types: readonly string[] = ["jwt", "at+jwt"];

/** Returns the identity of a JSON Web Token (RFC 7519). Refuses with `forbidden`, `token-expired`, `too-large` or `unavailable`. */
export async function verifyToken(token: unknown, options: JsonWebTokenOptions): Promise<Identity> {
  const { payload, protectedHeader } = await verified(compactOf(token), options);
  refuseOutsideOfLeeway(payload, options);
  refuseOtherType(protectedHeader.typ);
  const identity = identityOf(payload);
  if (!("wrongClaim" in identity)) return identity;
  const claim = identity.wrongClaim;
  throw new SignalingError("forbidden", invalidClaim(claim));
}

function compactOf(token: unknown): string {
  if (typeof token !== "string") {
    throw new SignalingError(
      "forbidden",
      "the client sent no JSON Web Token; connect with { auth: { token } }",
    );
  }
  const bytes = Buffer.byteLength(token);
  if (bytes > mostBytes) {
    throw new SignalingError(
      "too-large",
      `the token has ${bytes} bytes, but at most ${mostBytes} are allowed; use a shorter token`,
    );
  }
  if (token.split(".").every(isBase64url)) return token;
  throw new SignalingError("forbidden", unreadable);
}

/** Accepts only canonical base64url without padding (RFC 7515 §2). Otherwise one token would have several spellings. */
function isBase64url(part: string): boolean {
  return Buffer.from(part, "base64url").toString("base64url") === part;
}

const usualLeewaySeconds = 30;

async function verified(token: string, options: JsonWebTokenOptions) {
  const { key, algorithms, audience, issuer, nowMs = Date.now } = options;
  const { leewaySeconds = usualLeewaySeconds } = options;
  const checks = {
    algorithms: [...algorithms],
    audience,
    issuer,
    requiredClaims: ["exp", "sub"],
    // jose refuses a token in the last second of the leeway, in which the server accepts it.
    clockTolerance: leewaySeconds + 1,
    currentDate: new Date(nowMs()),
  };
  try {
    return typeof key === "function"
      ? await jwtVerify(token, key, checks)
      : await jwtVerify(token, key, checks);
  } catch (error) {
    throw tokenRefusal(error);
  }
}

/** Checks the exact leeway, because jose received one second more. */
function refuseOutsideOfLeeway({ exp, nbf }: JWTPayload, options: JsonWebTokenOptions): void {
  const { leewaySeconds = usualLeewaySeconds, nowMs = Date.now } = options;
  const nowSeconds = Math.floor(nowMs() / 1_000);
  if (nowSeconds > Number(exp) + leewaySeconds) throw tokenExpired();
  if (nbf !== undefined && nbf > nowSeconds + leewaySeconds) {
    throw new SignalingError("forbidden", notValidYet);
  }
}

function refuseOtherType(type: unknown): void {
  if (type === undefined) return;
  const name = typeof type === "string" ? type.toLowerCase().replace(/^application\//, "") : "";
  if (types.includes(name)) return;
  throw new SignalingError(
    "forbidden",
    "the `typ` of the token is not `JWT` or `at+jwt`; use an access token",
  );
}
