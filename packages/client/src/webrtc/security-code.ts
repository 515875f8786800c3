/** The part of the client that computes a security code. It is loaded when it is needed. */

import { errorNamed } from "../base/error-named.ts";

/** Separates this hash from other uses of the same fingerprints. Another computation needs another number. */
const label = "simple-webrtc-signaling security code 1";

const groups = 8;

type Connection = Pick<
  RTCPeerConnection,
  "connectionState" | "currentLocalDescription" | "currentRemoteDescription"
>;

/**
 * Returns 128 bits of SHA-256 over both DTLS fingerprints (RFC 8122 §5), sorted: 8 groups of 16 bits, as 5 digits each. In the
 * state `connected`, DTLS has compared the certificate of the peer with its fingerprint.
 */
export async function securityCodeOf(connection: Connection): Promise<string> {
  const { connectionState, currentLocalDescription, currentRemoteDescription } = connection;
  if (connectionState !== "connected")
    throw errorNamed("InvalidStateError", "the connection to the peer is not open");
  // Pages without HTTPS have no `crypto.subtle`. Such a page could be changed anyway.
  if (!globalThis.crypto?.subtle)
    throw errorNamed("NotSupportedError", "security codes need a page that was loaded over HTTPS");
  const fingerprints = [currentLocalDescription, currentRemoteDescription].map(fingerprintOf);
  const text = [label, ...fingerprints.sort()].join("\n");
  const hash = new DataView(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from({ length: groups }, (_, group) =>
    String(hash.getUint16(group * 2)).padStart(5, "0"),
  ).join(" ");
}

/** With several fingerprints, implementations differ in the one that must match. */
function fingerprintOf(description: RTCSessionDescription | null): string {
  const lines = (description?.sdp ?? "").matchAll(/^a=fingerprint:(.*\S)\s*$/gim);
  const [fingerprint = "", ...others] = new Set(
    [...lines].map(([, value = ""]) => value.toUpperCase()),
  );
  if (others.length > 0 || !/^SHA-(256|384|512) [\dA-F:]+$/.test(fingerprint))
    throw errorNamed("NotSupportedError", "a description needs exactly one SHA-2 fingerprint");
  return fingerprint;
}
