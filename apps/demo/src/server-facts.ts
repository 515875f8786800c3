/** What the server wrote into the page's head about itself. */
export const serverFacts = {
  /** Where Socket.IO is served. The page is told relative to its own address, as a proxy can have moved both. */
  socketPath: new URL(contentOf("socket-path") ?? "socket.io/", document.baseURI).pathname,
  /** A token that everybody may know, so nobody has to be asked for one. */
  publicToken: contentOf("token"),
};

function contentOf(name: string): string | undefined {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content || undefined;
}
