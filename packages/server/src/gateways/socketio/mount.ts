import type {
  Server as HttpServer,
  IncomingMessage,
  RequestListener,
  ServerResponse,
} from "node:http";
import type { Duplex } from "node:stream";

/** What a gateway answers of an HTTP server. */
export interface Mount {
  readonly takes: (request: IncomingMessage) => boolean;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Answers an upgrade that neither a mount nor the application takes. */
  readonly refuseUpgrade: (socket: Duplex) => void;
}

/**
 * Puts a mount in front of what an HTTP server does already. Of two mounts that take the same request, the last one
 * answers. Returns a function that takes the mount away; without mounts the HTTP server is as it was before.
 */
export function mountOn(httpServer: HttpServer, mount: Mount): () => void {
  const mounted = mountedServers.get(httpServer) ?? new MountedServer(httpServer);
  mountedServers.set(httpServer, mounted);
  mounted.add(mount);
  return () => {
    mounted.remove(mount);
    // Where others have put themselves in front meanwhile it can only pass everything on, and is not used again.
    if (mounted.isEmpty) mountedServers.delete(httpServer);
  };
}

const mountedServers = new WeakMap<HttpServer, MountedServer>();

/** An HTTP server with the mounts of this process. */
class MountedServer {
  readonly #httpServer: HttpServer;
  /** The last one first. */
  readonly #mounts: Mount[] = [];
  /** The listeners that answered all requests before. */
  readonly #application: readonly RequestListener[];

  constructor(httpServer: HttpServer) {
    this.#httpServer = httpServer;
    this.#application = requestListenersOf(httpServer);
    httpServer.removeAllListeners("request");
    httpServer.on("request", this.#answer);
    httpServer.on("upgrade", this.#upgrade);
  }

  get isEmpty(): boolean {
    return this.#mounts.length === 0;
  }

  add(mount: Mount): void {
    this.#mounts.unshift(mount);
  }

  remove(mount: Mount): void {
    const index = this.#mounts.indexOf(mount);
    if (index < 0) return;
    this.#mounts.splice(index, 1);
    if (this.isEmpty) this.#restore();
  }

  readonly #answer = (request: IncomingMessage, response: ServerResponse): void => {
    const mount = this.#mountFor(request);
    if (mount) mount.answer(request, response);
    else
      for (const listener of this.#application) listener.call(this.#httpServer, request, response);
  };

  readonly #upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const mount = this.#mountFor(request);
    if (mount) mount.upgrade(request, socket, head);
    // An application that listens for upgrades answers those of its own paths, in its own time.
    else if (this.#httpServer.listeners("upgrade").every((one) => one === this.#upgrade)) {
      if (this.#mounts[0]) this.#mounts[0].refuseUpgrade(socket);
      else socket.destroy();
    }
  };

  #mountFor(request: IncomingMessage): Mount | undefined {
    return this.#mounts.find(({ takes }) => takes(request));
  }

  #restore(): void {
    const listeners = requestListenersOf(this.#httpServer);
    this.#httpServer.off("upgrade", this.#upgrade);
    this.#httpServer.removeAllListeners("request");
    for (const listener of listeners.flatMap((one) =>
      one === this.#answer ? this.#application : one,
    )) {
      this.#httpServer.on("request", listener);
    }
  }
}

/** With those that are called only once as they are. */
function requestListenersOf(httpServer: HttpServer): readonly RequestListener[] {
  return httpServer.rawListeners("request") as RequestListener[];
}
