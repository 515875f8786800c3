import type {
  Server as HttpServer,
  IncomingMessage,
  RequestListener,
  ServerResponse,
} from "node:http";
import type { Duplex } from "node:stream";

/** The requests of an HTTP server that a gateway handles. */
export interface Mount {
  readonly takes: (request: IncomingMessage) => boolean;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Rejects an upgrade that neither a mount nor the application handles. */
  readonly refuseUpgrade: (socket: Duplex) => void;
}

/**
 * Adds a mount in front of the listeners of an HTTP server. If two mounts accept a request, the last one handles it.
 * Returns a function that removes the mount; without mounts the HTTP server has its original listeners again.
 */
export function mountOn(httpServer: HttpServer, mount: Mount): () => void {
  const mounted = mountedServers.get(httpServer) ?? new MountedServer(httpServer);
  mountedServers.set(httpServer, mounted);
  mounted.add(mount);
  return () => {
    mounted.remove(mount);
    // If other code has wrapped the listener in the meantime, the empty instance stays and only forwards requests.
    if (mounted.isEmpty) mountedServers.delete(httpServer);
  };
}

const mountedServers = new WeakMap<HttpServer, MountedServer>();

/** An HTTP server with its mounts. */
class MountedServer {
  readonly #httpServer: HttpServer;
  /** The newest mount comes first. */
  readonly #mounts: Mount[] = [];
  /** The request listeners of the application. */
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
    // An application that listens for upgrades handles its own paths, possibly later.
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

/** `rawListeners` keeps the wrappers of listeners that were added by `once`. */
function requestListenersOf(httpServer: HttpServer): readonly RequestListener[] {
  return httpServer.rawListeners("request") as RequestListener[];
}
