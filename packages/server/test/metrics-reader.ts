import type { RunningServer } from "./start-server.ts";

/** Returns the URL of the metrics of a server with `metricsPort`. */
export function metricsUrlOf({ facts }: Pick<RunningServer, "facts">): string {
  for (const fact of facts) if (fact.type === "metrics.listening") return fact.url;
  throw new Error("the server has no port for metrics");
}

/** The values of metrics by name and labels, as in the text format of Prometheus. */
export class Scrape {
  readonly #values: ReadonlyMap<string, number>;

  constructor(text: string) {
    const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    this.#values = new Map(
      lines.map((line) => {
        const end = line.lastIndexOf(" ");
        return [line.slice(0, end), Number(line.slice(end))] as const;
      }),
    );
  }

  static async of(url: string): Promise<Scrape> {
    return new Scrape(await (await fetch(url)).text());
  }

  /** Returns the value of one time series; `undefined` if it does not exist. */
  get(series: string): number | undefined {
    return this.#values.get(series);
  }

  /** Returns all time series of a metric. */
  of(name: string): readonly string[] {
    return [...this.#values.keys()].filter((series) => series.split("{")[0] === name);
  }
}
