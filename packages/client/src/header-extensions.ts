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
