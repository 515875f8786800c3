const line = /^a=extmap:(\d+)\S* (\S+).*\r?\n/gm;

/**
 * The ids of RTP header extensions (RFC 8285) in own offers that were rolled back. Chromium (156) keeps these ids: an offer of
 * the peer that assigns one of them to another extension fails, and the connection cannot be negotiated afterwards. This
 * happens when two offers collide that begin with different kinds of media.
 */
export class HeaderExtensions {
  readonly #extensions = new Map<string, string>();

  /** Records the ids of an own offer before its rollback. */
  learn(sdp = ""): void {
    for (const [, id = "", extension = ""] of sdp.matchAll(line)) {
      this.#extensions.set(id, extension);
    }
  }

  /** Returns the description of the peer without contradicting extensions. The answer omits them, so they stay unused. */
  without(sdp = ""): string {
    return sdp.replace(line, (text, id: string, extension: string) =>
      (this.#extensions.get(id) ?? extension) === extension ? text : "",
    );
  }
}

interface ExtensionUse {
  readonly uri: string;
  readonly direction: string;
}

/** WebRTC Extensions §5.3, in Chromium only. */
interface WithExtensions extends RTCRtpTransceiver {
  getHeaderExtensionsToNegotiate?(): readonly ExtensionUse[];
  setHeaderExtensionsToNegotiate?(extensions: readonly ExtensionUse[]): void;
}

/**
 * Removes header extensions that are not in use yet from new transceivers. Returns whether there are new transceivers. Chromium
 * (156) assigns the ids of the pending offer to a transceiver that is added meanwhile. If the answer omits these ids, they can
 * be assigned to other extensions later, and then `createOffer` fails.
 */
export function leaveOutNewExtensions(connection: RTCPeerConnection): boolean {
  const sdp = connection.currentLocalDescription?.sdp ?? "";
  const inUse = new Set([...sdp.matchAll(line)].map(([, , extension]) => extension));
  let isChanged = false;
  for (const transceiver of connection.getTransceivers() as readonly WithExtensions[]) {
    const extensions = transceiver.mid === null && transceiver.getHeaderExtensionsToNegotiate?.();
    if (!extensions) continue;
    isChanged = true;
    transceiver.setHeaderExtensionsToNegotiate?.(
      extensions.map(({ uri, direction }) => {
        // The `mid` extension cannot be removed, even if the list marks it as stopped.
        if (uri.endsWith(":mid")) return { uri, direction: "sendrecv" };
        return { uri, direction: inUse.has(uri) ? direction : "stopped" };
      }),
    );
  }
  return isChanged;
}
