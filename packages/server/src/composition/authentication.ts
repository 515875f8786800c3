import { limits, SignalingError } from "simple-webrtc-signaling-protocol";
import { anyone } from "../auth/anyone.ts";
import type { Authenticate } from "../auth/authenticate.ts";
import { checked } from "../auth/checked.ts";
import { hook } from "../auth/hook.ts";
import type { Identity } from "../auth/identity.ts";
import type { JsonWebTokenOptions } from "../auth/json-web-token.ts";
import { sharedToken, tokenGuard } from "../auth/shared-token.ts";
import { unexpired } from "../auth/unexpired.ts";
import {
  missingSetting,
  type Options,
  SettingError,
  type SettingName,
  variableOf,
} from "../config/config.ts";
import type { Report } from "../telemetry/fact.ts";
import { administration } from "./administration.ts";
import { jsonWebTokenOptions } from "./json-web-token-settings.ts";

/** Returns whether a token permits `GET /connections`. Refuses a wrong token with `forbidden`. */
export type ReaderCheck = (candidate: string) => boolean | Promise<boolean>;

/** Refuses a banned identity or a revoked token with a `SignalingError`. */
type RefuseBanned = (identity: Identity) => Promise<void>;

/** The authentication of clients, of readers of `GET /connections`, and of administrators. */
export interface Authentication {
  readonly authenticate: Authenticate;
  readonly isReader: ReaderCheck;
  /** The authentication of administrators; `undefined` if administration is off. */
  readonly administrators: Authenticate | undefined;
}

/**
 * Returns the authentication of the settings; `own` replaces that of clients. Throws a `SettingError` for settings that
 * contradict each other.
 */
export function authenticationOf(
  options: Options,
  report: Report,
  own?: Authenticate,
  refuseBanned: RefuseBanned = async () => {},
): Authentication {
  const clients = own
    ? { authenticate: inTime(checked(own)), isReader: tokenReader(options) }
    : clientsOf(options, report, refuseBanned);
  const identifiesUsers = own !== undefined || options.auth === "jwt" || options.auth === "hook";
  const administrators = administration({
    adminToken: options.adminToken,
    authenticate: identifiesUsers ? clients.authenticate : undefined,
  });
  return { ...clients, administrators };
}

function clientsOf(
  options: Options,
  report: Report,
  refuseBanned: RefuseBanned,
): Omit<Authentication, "administrators"> {
  refuseIdleSettings(options);
  const isReader = tokenReader(options);
  switch (options.auth) {
    case "none":
      return { authenticate: anyone, isReader };
    case "token":
      return { authenticate: sharedToken(requiredToken(options)), isReader };
    case "hook":
      return { authenticate: inTime(hook(hookOptions(options, report))), isReader };
    case "jwt": {
      const verify = tokenVerification(jsonWebTokenOptions(options, report));
      return {
        authenticate: ({ token }) => verify(token),
        isReader: tokenReader(options, adminReader(verify, refuseBanned)),
      };
    }
  }
}

/** Checks the expiry of identities from a hook or a program. The verification of tokens checks their expiry itself. */
function inTime(authenticate: Authenticate): Authenticate {
  return unexpired(authenticate, limits.expiryGraceSeconds);
}

/** Returns a check that accepts `TOKEN`, if it is set, and the tokens that `orElse` accepts. */
function tokenReader({ token }: Options, orElse: ReaderCheck = refuseAll): ReaderCheck {
  if (token === undefined) return orElse;
  const isToken = tokenGuard(token);
  return (candidate) => isToken(candidate) || orElse(candidate);
}

const refuseAll: ReaderCheck = () => {
  throw new SignalingError("forbidden", "the token is wrong; use the TOKEN of the server");
};

type VerifyToken = (token: unknown) => Promise<Identity>;

/** Loads the verification of tokens. Only `AUTH=jwt` needs it. */
function tokenVerification(options: JsonWebTokenOptions): VerifyToken {
  const loading = import("../auth/json-web-token.ts");
  return async (token) => (await loading).verifyToken(token, options);
}

function adminReader(verify: VerifyToken, refuseBanned: RefuseBanned): ReaderCheck {
  return async (candidate) => {
    const identity = await verify(candidate);
    await refuseBanned(identity);
    return identity.permissions.includes("admin");
  };
}

/** Rejects a key that `AUTH` does not use, because its owner believes that it protects the server. */
function refuseIdleSettings(options: Options): void {
  if (options.auth === "none") return;
  const uses = {
    jwt: ["jwtSecret", "jwtPublicKey", "jwtJwksUrl"],
    hook: ["authUrl"],
  } as const satisfies Record<string, readonly SettingName[]>;
  for (const [auth, names] of Object.entries(uses)) {
    const idle = names.find((name) => options[name] !== undefined);
    if (idle === undefined || auth === options.auth) continue;
    throw new SettingError(
      `${variableOf(idle)} is set, but AUTH is ${options.auth}: set AUTH=${auth}, or unset ${variableOf(idle)}`,
    );
  }
}

function requiredToken({ token }: Options): string {
  if (token !== undefined) return token;
  throw missingSetting("token", "AUTH=token requires it (AUTH=none disables authentication)");
}

function hookOptions({ authUrl, authTimeout: timeoutMs }: Options, report: Report) {
  if (authUrl === undefined) throw missingSetting("authUrl", "AUTH=hook requires it");
  return { url: authUrl, timeoutMs, report };
}
