import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Order, Word } from "./clients.ts";
import type { Sighting } from "./sighting.ts";

/** A process with clients in it. */
export class ClientProcess {
  readonly #child: ChildProcess;

  constructor(note: (sighting: Sighting) => void) {
    this.#child = fork(fileURLToPath(new URL("clients.ts", import.meta.url)));
    this.#child.on("message", (word: Word) => {
      if (word.word === "sightings") for (const sighting of word.sightings) note(sighting);
    });
  }

  tell(order: Order): void {
    if (this.#child.connected) this.#child.send(order);
  }

  /** Who each of its clients sees. */
  async rosters(): Promise<Readonly<Record<string, readonly string[]>>> {
    this.tell({ order: "rosters" });
    for (;;) {
      const [word] = (await once(this.#child, "message")) as [Word];
      if (word.word === "rosters") return word.rosters;
    }
  }

  /** As a laptop's does whose lid is closed. */
  sleep(): void {
    this.#child.kill("SIGSTOP");
  }

  wake(): void {
    this.#child.kill("SIGCONT");
  }

  async kill(): Promise<void> {
    const exit = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exit;
  }
}
