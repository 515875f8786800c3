const line = /^a=extmap:(\d+)\S* (\S+).*\r?\n/gm;

/**
 * The ids of RTP header extensions (RFC 8285) in own offers that were taken back. Chromium (156) does not forget them: an
 * offer of the peer that gives one of these ids to another extension fails there, as offers do that meet and begin with
 * different kinds of media. After that the connection cannot be negotiated at all.
 */
export class HeaderExtensions {
  readonly #extensions = new Map<string, string>();

  /** The own offer is taken back. */
  learn(sdp = ""): void {
    for (const [, id = "", extension = ""] of sdp.matchAll(line)) {
      this.#extensions.set(id, extension);
    }
  }

  /** The peer's description without what contradicts that. So the answer does not have it either, and it is not used. */
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
 * Lets new transceivers do without header extensions that are not in use yet; returns whether there are any. For one that was
 * added while an offer was under way, Chromium (156) keeps the ids of that offer. When the answer left them out, they can
 * mean something else by now, and then no offer can be made.
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
        // That of the `mid` cannot be left out, even where the list says that it is.
        if (uri.endsWith(":mid")) return { uri, direction: "sendrecv" };
        return { uri, direction: inUse.has(uri) ? direction : "stopped" };
      }),
    );
  }
  return isChanged;
}
