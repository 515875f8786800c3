import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { siteFiles } from "./site-files.ts";
import type { Subject } from "./subjects.ts";

/** Serves the pages from an origin that differs from the measured servers, like the pages of an app. */
export class Site {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(subjects: readonly Subject[]): Promise<Site> {
    const files = siteFiles(subjects);
    const server = createServer(({ url }, response) => {
      const { pathname } = new URL(url ?? "/", "http://site");
      const file = files.get(pathname);
      response.statusCode = file ? 200 : 404;
      response.setHeader("Content-Type", file?.type ?? "text/plain");
      response.end(file?.content);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Site(server);
  }

  pageOf(subject: Subject, server: string): string {
    return `${this.url}/${subject.page}?${new URLSearchParams({ server })}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
