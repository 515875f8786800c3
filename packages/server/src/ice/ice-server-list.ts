import type { IceServer } from "simple-webrtc-signaling-protocol";
import { isIceUrl, isTurnUrl } from "./ice-url.ts";

/** Is thrown for an invalid list of ICE servers. The message names the entry, the key and the reason, without credentials. */
export class IceServerListError extends Error {
  override readonly name = "IceServerListError";
}

type JsonObject = Readonly<Record<string, unknown>>;

/** The keys of an `RTCIceServer` (W3C WebRTC §4.2.4) and those that TURN providers add: `url` is the former name of `urls`. */
const knownKeys: ReadonlySet<string> = new Set([
  "urls",
  "url",
  "username",
  "credential",
  "credentialType",
]);

/**
 * Parses ICE servers: comma-separated URLs, a list of `RTCIceServer`, one `RTCIceServer`, or the response of a provider
 * (`{ iceServers }`, `{ ice_servers }`), as JSON or as values. Throws an {@link IceServerListError}.
 */
export function iceServerList(given: unknown): IceServer[] {
  if (typeof given === "string")
    return iceServerList(isJson(given) ? parsed(given) : listed(given));
  if (!isObject(given)) throw new IceServerListError("it is not a list of ICE servers");
  const servers: unknown = Array.isArray(given)
    ? given
    : (given["iceServers"] ?? given["ice_servers"] ?? given);
  return [servers].flat().map((server, index) => iceServer(server, `entry ${index + 1}`));
}

function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/** The parser's message is not repeated, because it can contain a credential. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [position = ""] = /at position \d+/.exec(String(error)) ?? [];
    throw new IceServerListError(`it is not valid JSON ${position}`.trimEnd());
  }
}

function listed(text: string): JsonObject[] {
  const addresses = text.split(",").map((address) => address.trim());
  const servers = addresses.filter((address) => address !== "").map((urls) => ({ urls }));
  if (servers.length === 0) throw new IceServerListError("it is empty");
  return servers;
}

function iceServer(given: unknown, entry: string): IceServer {
  if (!isObject(given)) throw new IceServerListError(`${entry} is not an object`);
  for (const key of Object.keys(given)) {
    if (!knownKeys.has(key))
      throw new IceServerListError(`${entry}: the key \`${key}\` is unknown`);
  }
  if ((given["credentialType"] ?? "password") !== "password") {
    throw new IceServerListError(`${entry}: \`credentialType\` must be \`password\``);
  }
  const urls = addressesOf(given["urls"] ?? given["url"], entry);
  const username = textOf(given, "username", entry);
  const credential = textOf(given, "credential", entry);
  if ([urls].flat().some(isTurnUrl)) {
    refuseMissing({ username, credential }, entry);
  }
  return {
    urls,
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  };
}

function addressesOf(given: unknown, entry: string): string | string[] {
  if (given === undefined) throw new IceServerListError(`${entry}: \`urls\` is missing`);
  if (!Array.isArray(given)) return addressOf(given, entry);
  if (given.length === 0) throw new IceServerListError(`${entry}: \`urls\` is empty`);
  return given.map((address) => addressOf(address, entry));
}

function addressOf(given: unknown, entry: string): string {
  if (typeof given !== "string") {
    throw new IceServerListError(`${entry}: \`urls\` contains an entry that is not a string`);
  }
  const address = given.trim();
  if (isIceUrl(address)) return address;
  const shown = JSON.stringify(address.replace(/:.*@/s, ":…@"));
  throw new IceServerListError(`${entry}: ${shown} is not the URL of a STUN or TURN server`);
}

/** Returns a string; `undefined` for an empty one, because providers send empty credentials for STUN servers. */
function textOf(given: JsonObject, key: string, entry: string): string | undefined {
  const text = given[key] ?? "";
  if (typeof text !== "string")
    throw new IceServerListError(`${entry}: \`${key}\` is not a string`);
  return text === "" ? undefined : text;
}

/** A browser refuses to create an `RTCPeerConnection` with a TURN server that lacks one of them. */
function refuseMissing(of: Readonly<Record<string, string | undefined>>, entry: string): void {
  for (const [key, text] of Object.entries(of)) {
    if (text === undefined) {
      throw new IceServerListError(`${entry}: \`${key}\` is missing, which TURN requires`);
    }
  }
}

function isObject(given: unknown): given is JsonObject {
  return typeof given === "object" && given !== null;
}
