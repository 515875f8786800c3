import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { charts } from "../details/charts.ts";
import { connectionStyles } from "../details/connection-styles.ts";
import { detailsStyles } from "../details/details-styles.ts";
import { type Comparison, differences } from "../details/differences.ts";
import { pairsTable } from "../details/pairs-table.ts";
import { problemList } from "../details/problem-list.ts";
import { transceiversTable } from "../details/transceivers-table.ts";
import type { Description } from "../rows/descriptions.ts";
import type { Words } from "../rows/words.ts";
import type { Inspection } from "../trace/inspection.ts";
import { type MeasuredPeer, Measuring } from "../trace/measuring.ts";

const own = css`
  :host {
    display: block;
    overflow: auto;
    padding: 0.75rem 1rem 1rem;
    overscroll-behavior: contain;
    overflow-wrap: anywhere;
  }
  :focus-visible {
    outline: 2px solid var(--view-accent);
    outline-offset: 1px;
  }
  p {
    margin-block: 0.35rem;
  }
`;

const latest: Comparison = { fromId: undefined, toId: undefined, withUnchanged: false };

/** `<connection-inspector>`: the state of the connection to a peer, measured each second, and its descriptions. */
export class ConnectionInspector extends LitElement {
  static override styles = [detailsStyles, connectionStyles, own];
  static override properties = {
    peer: { attribute: false },
    peerId: { attribute: false },
    words: { attribute: false },
    isPaused: { attribute: false },
    saved: { attribute: false },
    isSaved: { attribute: false },
    descriptions: { attribute: false },
    startedAtMs: { attribute: false },
    comparison: { state: true },
  };

  /** The live connection; `undefined` if the peer left. */
  declare peer: MeasuredPeer | undefined;
  declare peerId: string;
  declare words: Words;
  declare isPaused: boolean;
  /** The measurements in a file; `undefined` if the file has none. */
  declare saved: Inspection | undefined;
  /** Whether a file is shown in place of a live connection. */
  declare isSaved: boolean;
  /** The descriptions that were exchanged with the peer, oldest first. */
  declare descriptions: readonly Description[];
  /** When the trace began, in milliseconds since 1970. */
  declare startedAtMs: number;
  declare comparison: Comparison;
  readonly #measuring = new Measuring(this);

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("peerId")) this.comparison = latest;
    this.#measuring.isPaused = this.isPaused;
    this.#measuring.show(this.peer);
  }

  override render(): TemplateResult {
    const name = this.words.nameOf(this.peerId);
    const inspection = this.isSaved ? this.saved : this.#measuring.inspection;
    return html`
      <h2>Connection to ${name}</h2>
      ${inspection ? this.#inspected(inspection) : this.#nothing(name)}
      <section>
        <h3>Differences between descriptions</h3>
        ${this.#differences()}
      </section>`;
  }

  #nothing(name: string): TemplateResult {
    if (this.isSaved) return html`<p>The file has no measurements of this connection.</p>`;
    if (this.peer) return html`<p>The connection is being measured.</p>`;
    return html`<p>There is no connection to ${name} now.</p>`;
  }

  #differences(): TemplateResult {
    const { descriptions, startedAtMs, comparison } = this;
    const compare = (choices: Partial<Comparison>) => {
      this.comparison = { ...comparison, ...choices };
    };
    return differences({ descriptions, startedAtMs, comparison, compare, mask: this.words.mask });
  }

  #inspected(inspection: Inspection): TemplateResult {
    const { state, pairs, transceivers, samples } = inspection;
    return html`
      <div role="status">
        <p>State: ${state}</p>
        ${problemList(inspection, this.words)}
      </div>
      <section>
        <h3>Round-trip time and bit rates</h3>
        ${charts(samples)}
      </section>
      <section>
        <h3>Candidate pairs</h3>
        ${pairsTable(pairs, this.words)}
      </section>
      <section>
        <h3>Transceivers</h3>
        ${transceiversTable(transceivers)}
      </section>`;
  }
}

customElements.define("connection-inspector", ConnectionInspector);

declare global {
  interface HTMLElementTagNameMap {
    "connection-inspector": ConnectionInspector;
  }
}
