import { connect, type Socket } from "node:net";
import type { Direction, End, Fault } from "./fault.ts";
import { ProxiedStream } from "./proxied-stream.ts";

/** The target of the connections of a proxy. */
export interface Upstream {
  readonly host: string;
  readonly port: number;
}

/** A connection of a client and the matching connection to the server. */
export class ProxiedConnection {
  /** Resolves when both are closed. */
  readonly over: Promise<void>;
  readonly #ends: Readonly<Record<End, Socket>>;
  /** By the receiving end. */
  readonly #streams: Readonly<Record<End, ProxiedStream>>;
  #isHalfOpen = false;

  constructor(client: Socket, upstream: Upstream) {
    const server = connect({ ...upstream, allowHalfOpen: true, noDelay: true });
    this.#ends = { client, server };
    this.#streams = {
      server: new ProxiedStream(client, server),
      client: new ProxiedStream(server, client),
    };
    this.over = Promise.all([closing(client), closing(server)]).then(() => {});
    client.on("close", () => this.#mourn());
    server.on("close", () => this.#mourn());
  }

  /** A half-open connection ignores later faults. */
  apply(fault: Fault): void {
    if (this.#isHalfOpen) return;
    switch (fault.kind) {
      case "pass":
        this.#pass({ up: 0, down: 0 });
        break;
      case "delay":
        this.#pass({
          up: fault.direction === "down" ? 0 : fault.milliseconds,
          down: fault.direction === "up" ? 0 : fault.milliseconds,
        });
        break;
      case "blackhole":
        this.#blackhole(fault.direction);
        break;
      case "reset":
        this.reset();
        break;
      case "half-open":
        this.#leave(fault.survivor);
        break;
    }
  }

  reset(): void {
    for (const socket of Object.values(this.#ends)) socket.resetAndDestroy();
  }

  #pass(delaysMs: Readonly<Record<"up" | "down", number>>): void {
    this.#streams.server.open(delaysMs.up);
    this.#streams.client.open(delaysMs.down);
    this.#mourn();
  }

  #blackhole(direction: Direction): void {
    const { server, client } = this.#streams;
    if (direction !== "down") server.shut();
    if (direction !== "up") client.shut();
  }

  #leave(survivor: End): void {
    this.#isHalfOpen = true;
    for (const stream of Object.values(this.#streams)) stream.end();
    this.#ends[survivor === "client" ? "server" : "client"].resetAndDestroy();
  }

  /** The end of one side also needs a working network to reach the other side. */
  #mourn(): void {
    const { client, server } = this.#ends;
    if (client.destroyed && this.#streams.server.isOpen) server.resetAndDestroy();
    if (server.destroyed && this.#streams.client.isOpen) client.resetAndDestroy();
  }
}

function closing(socket: Socket): Promise<void> {
  // A socket error is followed by `close`.
  socket.on("error", () => {});
  return new Promise((resolve) => socket.once("close", () => resolve()));
}
