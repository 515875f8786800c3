/** What the server wrote into the page's head about itself. */
export const serverFacts = {
  /** Where Socket.IO is served, if not at its usual place. */
  socketPath: contentOf("socket-path"),
  /** A token that everybody may know, so nobody has to be asked for one. */
  publicToken: contentOf("token"),
};

function contentOf(name: string): string | undefined {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content || undefined;
}
