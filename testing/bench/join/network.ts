import { FaultProxy } from "../../kit/fault-proxy.ts";
import { ServerProcess } from "../../kit/measured-server.ts";
import type { Subject } from "./subjects.ts";

/** The servers of the subjects, and ways to them that take time. */
export class Network {
  readonly #servers = new Map<Subject, ServerProcess>();
  readonly #proxies: FaultProxy[] = [];
  readonly #urls = new Map<string, string>();

  static async start(subjects: readonly Subject[], delaysMs: readonly number[]): Promise<Network> {
    const network = new Network();
    for (const subject of subjects) {
      const server = await ServerProcess.start(subject.server, subject.environment);
      network.#servers.set(subject, server);
      for (const delayMs of delaysMs) await network.#addWay(subject, server.url, delayMs);
    }
    return network;
  }

  /** Returns the URL of the server of a subject, at this round-trip time. */
  urlOf(subject: Subject, delayMs: number): string {
    const url = this.#urls.get(keyOf(subject, delayMs));
    if (url === undefined) throw new Error(`no server of ${subject.title} at ${delayMs} ms`);
    return url;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#proxies.map((proxy) => proxy.close()));
    await Promise.all([...this.#servers.values()].map((server) => server.stop()));
  }

  /** Without a delay the proxy is left out, because it takes time, too. */
  async #addWay(subject: Subject, url: string, delayMs: number): Promise<void> {
    let way = url;
    if (delayMs > 0) {
      const proxy = await FaultProxy.start({ host: "127.0.0.1", port: Number(new URL(url).port) });
      proxy.delay(delayMs / 2);
      this.#proxies.push(proxy);
      way = proxy.url;
    }
    this.#urls.set(keyOf(subject, delayMs), way);
  }
}

const keyOf = ({ title }: Subject, delayMs: number) => `${title} ${delayMs}`;
