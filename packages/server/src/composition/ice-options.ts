import { missingSetting, type Options } from "../config/config.ts";
import type { IceServersOptions } from "../ice/ice-servers.ts";

/** Which STUN and TURN servers there are, as the settings say. Throws a `SettingError` for what does not go together. */
export function iceServersOptions(options: Options): IceServersOptions {
  const { iceServers: fixed = [], turnUrls, turnSecret, turnTtl: ttlSeconds } = options;
  if (turnUrls && !turnSecret) {
    throw missingSetting(
      "turnSecret",
      "TURN_URLS is set and needs the secret of its servers (with fixed credentials, use ICE_SERVERS)",
    );
  }
  if (turnSecret && !turnUrls) {
    throw missingSetting("turnUrls", "TURN_SECRET is set and needs the addresses of the servers");
  }
  const [secret] = turnSecret ?? [];
  if (secret === undefined || !turnUrls) return { fixed };
  return { fixed, turn: { urls: turnUrls, secret, ttlSeconds } };
}
