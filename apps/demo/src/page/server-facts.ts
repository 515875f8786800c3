/** The facts about the server that it writes into the head of the page. */
export const serverFacts = {
  /** The path of Socket.IO, relative to the address of the page, because a proxy can move both. */
  socketPath: new URL(contentOf("socket-path") ?? "socket.io/", document.baseURI).pathname,
  /** The sample token of a development server, which is no secret; absent on any other server. */
  publicToken: contentOf("token"),
};

function contentOf(name: string): string | undefined {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content || undefined;
}
