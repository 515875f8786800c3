import { type Options, SettingError } from "./config.ts";
import type { IceServersOptions } from "./ice/ice-servers.ts";

/** Which STUN and TURN servers there are, as the settings say. Throws a `SettingError` for what does not go together. */
export function iceServersOptions(options: Options): IceServersOptions {
  const { iceServers: fixed = [], turnUrls, turnSecret, turnTtl: ttlSeconds } = options;
  if (turnUrls && !turnSecret) {
    throw new SettingError(
      "TURN_URLS is set, but TURN_SECRET is not: set it to the secret of the TURN servers, or list them in ICE_SERVERS",
    );
  }
  if (turnSecret && !turnUrls) {
    throw new SettingError(
      "TURN_SECRET is set, but TURN_URLS is not: say where the TURN servers are",
    );
  }
  const [secret] = turnSecret ?? [];
  if (secret === undefined || !turnUrls) return { fixed };
  return { fixed, turn: { urls: turnUrls, secret, ttlSeconds } };
}
