import { css, html, LitElement, type TemplateResult } from "lit";
import { connectionStyles } from "../details/connection-styles.ts";
import { detailsStyles } from "../details/details-styles.ts";
import { pairsTable } from "../details/pairs-table.ts";
import { transceiversTable } from "../details/transceivers-table.ts";
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

/** `<connection-inspector>`: the candidate pairs and the transceivers of the connection to a peer, measured each second. */
export class ConnectionInspector extends LitElement {
  static override styles = [detailsStyles, connectionStyles, own];
  static override properties = {
    peer: { attribute: false },
    peerId: { attribute: false },
    words: { attribute: false },
    isPaused: { attribute: false },
  };

  /** The live connection; `undefined` if the peer left. */
  declare peer: MeasuredPeer | undefined;
  declare peerId: string;
  declare words: Words;
  declare isPaused: boolean;
  readonly #measuring = new Measuring(this);

  override willUpdate(): void {
    this.#measuring.isPaused = this.isPaused;
    this.#measuring.show(this.peer);
  }

  override render(): TemplateResult {
    const name = this.words.nameOf(this.peerId);
    const { inspection } = this.#measuring;
    return html`
      <h2>Connection to ${name}</h2>
      ${inspection ? this.#inspected(inspection) : this.#nothing(name)}`;
  }

  #nothing(name: string): TemplateResult {
    if (this.peer) return html`<p>The connection is being measured.</p>`;
    return html`<p>There is no connection to ${name} now.</p>`;
  }

  #inspected({ state, pairs, transceivers }: Inspection): TemplateResult {
    return html`
      <p class="state">State: ${state}</p>
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
