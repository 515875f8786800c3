import type { NodeCard } from "../cluster.ts";

/** The cards of all nodes: as the last beat listed them, and of nodes that have started since. */
export class NodeCards {
  #listed: ReadonlyMap<string, NodeCard> = new Map();
  #started: ReadonlyMap<string, NodeCard> = new Map();

  get(node: string): NodeCard | undefined {
    return this.#started.get(node) ?? this.#listed.get(node);
  }

  /** Receives the card of a node that has just started. */
  receive(text: string): void {
    this.#started = new Map([...this.#started, ...cardsIn(text)]);
  }

  /** A list was requested. Cards that arrive before its response may be newer than the list. */
  requestList(): void {
    this.#listed = new Map([...this.#listed, ...this.#started]);
    this.#started = new Map();
  }

  receiveList(text: string): void {
    this.#listed = cardsIn(text);
  }
}

/** Returns the cards of node ids and URLs. The URL of a node without one is empty. Skips what is no URL of an HTTP server. */
function cardsIn(text: string): ReadonlyMap<string, NodeCard> {
  const cards = new Map<string, NodeCard>();
  const parts = text.split("\r");
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const [node = "", url = ""] = parts.slice(index, index + 2);
    if (url === "") cards.set(node, {});
    else if (/^https?:\/\/[^/]/.test(url) && URL.canParse(url)) cards.set(node, { url });
  }
  return cards;
}
