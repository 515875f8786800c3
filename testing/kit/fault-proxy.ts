import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Direction, End, Fault } from "./fault.ts";
import { ProxiedConnection, type Upstream } from "./proxied-connection.ts";

/**
 * A network between a client and a server, in user space, which can be told to fail. Without a fault it passes
 * bytes as they come.
 */
export class FaultProxy {
  readonly url: string;
  readonly port: number;
  readonly #server: Server;
  readonly #connections = new Set<ProxiedConnection>();
  #fault: Fault = { kind: "pass" };
  #taken = 0;

  private constructor(server: Server, upstream: Upstream) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.port}`;
    server.on("connection", (socket) => this.#receive(socket, upstream));
  }

  /** On a free port of the loopback, in front of a server that need not be there yet, and may be another one later. */
  static async start(upstream: Upstream): Promise<FaultProxy> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new FaultProxy(server, upstream);
  }

  /** How many connections of clients there are, also such as are only half open. */
  get connections(): number {
    return this.#connections.size;
  }

  /** How many connections there have been. */
  get taken(): number {
    return this.#taken;
  }

  /** Bytes from now on, and connections from now on, have to wait for so long, in one direction or in each. */
  delay(milliseconds: number, direction: Direction = "both"): void {
    this.apply({ kind: "delay", milliseconds, direction });
  }

  /** Nothing comes through any more, and neither end hears of it. What is sent meanwhile is there after `heal`, as TCP would repeat it. */
  blackhole(direction: Direction): void {
    this.apply({ kind: "blackhole", direction });
  }

  /** Every connection is reset (RST) at both ends; new ones pass. */
  reset(): void {
    this.apply({ kind: "reset" });
  }

  /** Every connection is reset at one end only: the survivor's is open, and nothing ever comes from it. New ones pass. */
  halfOpen(survivor: End): void {
    this.apply({ kind: "half-open", survivor });
  }

  /** Bytes pass again. */
  heal(): void {
    this.apply({ kind: "pass" });
  }

  apply(fault: Fault): void {
    const isLasting = fault.kind !== "reset" && fault.kind !== "half-open";
    if (isLasting) this.#fault = fault;
    for (const connection of this.#connections) connection.apply(fault);
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const connection of this.#connections) connection.reset();
    await closed;
  }

  #receive(client: Socket, upstream: Upstream): void {
    const connection = new ProxiedConnection(client, upstream);
    this.#connections.add(connection);
    this.#taken += 1;
    void connection.over.then(() => this.#connections.delete(connection));
    connection.apply(this.#fault);
  }
}
