import { limits, SignalingError } from "simple-webrtc-signaling-protocol";
import { anyone } from "../auth/anyone.ts";
import type { Authenticate } from "../auth/authenticate.ts";
import { hook } from "../auth/hook.ts";
import { type JsonWebTokenOptions, jsonWebTokens, verifyToken } from "../auth/json-web-token.ts";
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

/** Whether the bearer of a token may look. Refuses with `forbidden` what is no token at all. */
export type ReaderCheck = (candidate: string) => boolean | Promise<boolean>;

/** Who may connect, who may read `GET /connections`, and who may administer. */
export interface Authentication {
  readonly authenticate: Authenticate;
  readonly isReader: ReaderCheck;
  /** Says who an administrator is; `undefined` if there can be none. */
  readonly administrators: Authenticate | undefined;
}

/** What the settings, or a program's own way, say of it. Throws a `SettingError` for what does not go together. */
export function authenticationOf(
  options: Options,
  report: Report,
  own?: Authenticate,
): Authentication {
  const clients = own
    ? { authenticate: inTime(own), isReader: tokenReader(options) }
    : clientsOf(options, report);
  const saysWho = own !== undefined || options.auth === "jwt" || options.auth === "hook";
  const administrators = administration({
    adminToken: options.adminToken,
    authenticate: saysWho ? clients.authenticate : undefined,
  });
  return { ...clients, administrators };
}

function clientsOf(options: Options, report: Report): Omit<Authentication, "administrators"> {
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
      const tokens = jsonWebTokenOptions(options, report);
      return {
        authenticate: jsonWebTokens(tokens),
        isReader: tokenReader(options, adminReader(tokens)),
      };
    }
  }
}

/** A hook and a program say when an identity ends. Tokens are checked with their own leeway. */
function inTime(authenticate: Authenticate): Authenticate {
  return unexpired(authenticate, limits.expiryGraceSeconds);
}

/** Whoever has `TOKEN`, if there is one, or else what another check takes. */
function tokenReader({ token }: Options, orElse: ReaderCheck = nobody): ReaderCheck {
  if (token === undefined) return orElse;
  const isToken = tokenGuard(token);
  return (candidate) => isToken(candidate) || orElse(candidate);
}

const nobody: ReaderCheck = () => {
  throw new SignalingError("forbidden", "the token is wrong; use the TOKEN of the server");
};

function adminReader(options: JsonWebTokenOptions): ReaderCheck {
  return async (candidate) => {
    const { permissions } = await verifyToken(candidate, options);
    return permissions.includes("admin");
  };
}

/** A key that guards nothing: its owner believes that it does. */
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
