import { missingSetting, type Options } from "../config/config.ts";
import type { IceServersOptions } from "../ice/ice-servers.ts";

/** Returns the STUN and TURN servers of the settings. Throws a `SettingError` for settings that contradict each other. */
export function iceServersOptions(options: Options): IceServersOptions {
  const { iceServers: fixed = [], turnUrls, turnSecret, turnTtl: ttlSeconds } = options;
  if (turnUrls && !turnSecret) {
    throw missingSetting(
      "turnSecret",
      "TURN_URLS requires the secret of the TURN servers (for fixed credentials, use ICE_SERVERS)",
    );
  }
  if (turnSecret && !turnUrls) {
    throw missingSetting("turnUrls", "TURN_SECRET requires the URLs of the TURN servers");
  }
  const [secret] = turnSecret ?? [];
  if (secret === undefined || !turnUrls) return { fixed };
  return { fixed, turn: { urls: turnUrls, secret, ttlSeconds } };
}
