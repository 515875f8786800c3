/** The address of the server: the folder of the page, because a proxy can move both. */
const url = new URL(".", document.baseURI);

/** The facts about the server that it writes into the head of the page. */
export const serverFacts = {
  url: url.href,
  socketPath: socketPathOf(contentOf("socket-path")),
  /** The sample token of a development server, which is no secret; absent on any other server. */
  publicToken: contentOf("token"),
};

/** Returns the path of Socket.IO; `undefined` for the default, so that `joinRoom` can use the plain WebSocket. */
function socketPathOf(path: string | undefined): string | undefined {
  return path === undefined || path === "socket.io/" ? undefined : new URL(path, url).pathname;
}

function contentOf(name: string): string | undefined {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content || undefined;
}
