import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Direction, End, Fault } from "./fault.ts";
import { ProxiedConnection, type Upstream } from "./proxied-connection.ts";

/**
 * A network between a client and a server, in user space, that can inject faults. Without a fault it passes bytes
 * unchanged.
 */
export class FaultProxy {
  readonly url: string;
  readonly port: number;
  readonly #server: Server;
  readonly #connections = new Set<ProxiedConnection>();
  #fault: Fault = { kind: "pass" };
  #taken = 0;

  private constructor(server: Server, upstream: () => Upstream) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.port}`;
    server.on("connection", (socket) => this.#receive(socket, upstream()));
  }

  /**
   * Listens on a free port of the loopback. The server need not be running yet and can be replaced later. A function
   * chooses the server of each connection.
   */
  static async start(upstream: Upstream | (() => Upstream)): Promise<FaultProxy> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new FaultProxy(server, typeof upstream === "function" ? upstream : () => upstream);
  }

  /** Number of client connections, including half-open ones. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Total number of connections. */
  get taken(): number {
    return this.#taken;
  }

  /** Delays later bytes and later connections, in one direction or both, in milliseconds. */
  delay(milliseconds: number, direction: Direction = "both"): void {
    this.apply({ kind: "delay", milliseconds, direction });
  }

  /** Drops all traffic silently. Data that is sent meanwhile arrives after `heal`, like after TCP retransmission. */
  blackhole(direction: Direction): void {
    this.apply({ kind: "blackhole", direction });
  }

  /** Resets every connection (RST) at both ends; accepts new connections. */
  reset(): void {
    this.apply({ kind: "reset" });
  }

  /** Resets every connection at one end only. The other end stays open and receives nothing. Accepts new connections. */
  halfOpen(survivor: End): void {
    this.apply({ kind: "half-open", survivor });
  }

  /** Removes all faults. */
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
