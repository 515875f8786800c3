import { type Layout, layoutOf, peerIdsOf } from "../drawing/layout.ts";
import { AddressMask } from "../reading/address-mask.ts";
import { namesOf } from "../rows/names.ts";
import { type RowModel, rowModels } from "../rows/row-model.ts";
import type { Words } from "../rows/words.ts";
import type { Source } from "../trace/source.ts";
import type { Trace } from "../trace/trace.ts";
import type { Choices } from "./controls.ts";

export interface ContentOptions {
  readonly source: Source;
  readonly names: ReadonlyMap<string, string> | undefined;
  readonly width: number;
  readonly choices: Choices;
  readonly open: ReadonlySet<number>;
}

/**
 * The content of the diagram. Layout and words stay the same objects until they change, so that rows
 * drawn with them need not be drawn again.
 */
export class Content {
  mask = new AddressMask();
  models: readonly RowModel[] = [];
  /** All peers of the trace. */
  peerIds: readonly string[] = [];
  /** The peers that have a lane. */
  shownIds: readonly string[] = [];
  words: Words = { nameOf: namesOf(undefined), mask: (text) => text };
  layout: Layout = layoutOf({ selfName: "you", peerIds: [], nameOf: this.words.nameOf, width: 0 });
  #trace: Trace | undefined;
  #wordsReason: readonly unknown[] = [];
  #layoutReason: readonly unknown[] = [];

  update(options: ContentOptions): void {
    const { source, choices, open } = options;
    const { thereNow, trace } = source;
    const { entries } = source.shown;
    if (trace !== this.#trace) this.#forget(trace);
    this.peerIds = peerIdsOf(entries, thereNow);
    const filter = this.peerIds.includes(choices.filter) ? choices.filter : "";
    this.shownIds = filter === "" ? this.peerIds : [filter];
    const startedAtMs = trace.startedAtMs ?? 0;
    this.models = rowModels(entries, { ...choices, filter, open, startedAtMs, thereNow });
    this.#chooseWords(options);
    this.#place(options);
  }

  /** Labels of addresses are valid in one trace only. */
  #forget(trace: Trace): void {
    this.#trace = trace;
    this.mask = new AddressMask();
  }

  #chooseWords({ names, choices: { withAddresses } }: ContentOptions): void {
    const reason = [this.mask, names, withAddresses];
    if (isSame(reason, this.#wordsReason)) return;
    this.#wordsReason = reason;
    const { mask } = this;
    this.words = { nameOf: namesOf(names), mask: (text) => mask.text(text, { withAddresses }) };
  }

  #place({ source, width }: ContentOptions): void {
    const selfName = source.isSaved ? source.selfId : "you";
    const reason = [this.words, selfName, width, ...this.shownIds];
    if (isSame(reason, this.#layoutReason)) return;
    this.#layoutReason = reason;
    const { nameOf } = this.words;
    this.layout = layoutOf({ selfName, peerIds: this.shownIds, nameOf, width });
  }
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
