import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Room } from "simple-webrtc-signaling-client";
import { Copying } from "./details/copying.ts";
import { details } from "./details/details.ts";
import { howToRead } from "./details/how-to-read.ts";
import { Content } from "./page/content.ts";
import { type Choices, type ControlsActions, controls } from "./page/controls.ts";
import { diagram } from "./page/diagram.ts";
import { Follow } from "./page/follow.ts";
import { closeOtherMenus } from "./page/menu.ts";
import { savePicture, saveTrace } from "./page/save.ts";
import { Selection } from "./page/selection.ts";
import { styles } from "./page/styles.ts";
import { descriptionsOf } from "./rows/descriptions.ts";
import type { RowModel } from "./rows/row-model.ts";
import { Source } from "./trace/source.ts";
import { traceOf } from "./trace/trace-of.ts";

export { traceOf };

/**
 * `<signaling-view>`: a live sequence diagram of the signals that the peers of a room exchange, as
 * this peer sees them.
 *
 * - `.room`: the room, or `undefined` for none. The diagram begins when the view gets the room; call
 *   `traceOf(room)` right after `joinRoom` to record from the start, whenever the view is shown.
 * - `.names`: the names to show, by peer id; a peer without a name is shown by its id. Set a new map
 *   when a name changes.
 *
 * It fills its container's width; its height is its own `block-size`, which the page may set. Of the
 * page's custom properties it takes `--ink`, `--soft`, `--paper`, `--card`, `--line` and `--accent`.
 */
export class SignalingView extends LitElement {
  static override styles = styles;
  static override properties = { room: { attribute: false }, names: { attribute: false } };

  declare room: Room | undefined;
  declare names: ReadonlyMap<string, string> | undefined;

  #choices: Choices = {
    filter: "",
    isFolding: true,
    withAddresses: false,
    withDetails: true,
    isInspecting: false,
    inspected: "",
  };
  #shownKey: string | undefined;
  #width = 0;
  readonly #content = new Content();
  readonly #source = new Source(this);
  readonly #copying = new Copying(this);
  readonly #follow = new Follow(this, () => this.renderRoot.querySelector(".scroll"));
  readonly #selection = new Selection(this, {
    models: () => this.#content.models,
    focus: (model) => void this.#focusRow(model),
  });
  readonly #resize = new ResizeObserver(([entry]) => {
    // While the connection is shown, the diagram has no width.
    this.#width = entry?.contentRect.width || this.#width;
    this.requestUpdate();
  });

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#fit();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
  }

  /** A burst of events is drawn once, with the next animation frame. */
  protected override async scheduleUpdate(): Promise<void> {
    await new Promise(requestAnimationFrame);
    await super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("room")) this.#source.show(this.room);
    this.#selection.within(this.#source.trace);
    this.#content.update({
      source: this.#source,
      names: this.names,
      width: this.#width,
      choices: this.#choices,
      open: this.#selection.open,
    });
  }

  protected override render(): TemplateResult {
    const { models, layout, words } = this.#content;
    const { letGo } = this.#source.shown;
    const { isOn, scrolled, start } = this.#follow;
    const { isInspecting, withDetails } = this.#choices;
    const newest = html`<button type="button" class="newest" @click=${start}>Scroll to the newest event ↓</button>`;
    return html`
      <div class="frame" @pointerdown=${closeOtherMenus}>
        ${this.#controls()}
        ${isInspecting ? this.#inspector() : nothing}
        <div class="pane" ?hidden=${isInspecting}>
          <div class="scroll" @scroll=${scrolled}>
            ${diagram({ models, layout, words, letGo, selection: this.#selection })}
          </div>
          ${isOn ? nothing : newest}
        </div>
        ${withDetails && !isInspecting ? this.#details() : nothing}
      </div>`;
  }

  /** The details of another row are read from their start. */
  protected override updated(): void {
    const key = this.#selection.shown?.key;
    if (key === this.#shownKey) return;
    this.#shownKey = key;
    this.renderRoot.querySelector(".details")?.scrollTo({ top: 0 });
  }

  /** The diagram is as wide as its scroll container. */
  async #fit(): Promise<void> {
    await this.updateComplete;
    const scroller = this.renderRoot.querySelector(".scroll");
    if (scroller && this.isConnected) this.#resize.observe(scroller);
  }

  async #focusRow({ key }: RowModel): Promise<void> {
    if (key !== this.#content.models.at(-1)?.key) this.#follow.stop();
    this.requestUpdate();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-key="${key}"]`)?.focus();
  }

  /** The peer that the user chose, else the one of the selected row, else the first one. */
  get #inspectedId(): string | undefined {
    const { peerIds } = this.#content;
    const { inspected, filter } = this.#choices;
    const chosen = [inspected, filter, this.#selection.shown?.row.entry.peerId];
    return chosen.find((id) => id !== undefined && peerIds.includes(id)) ?? peerIds[0];
  }

  #inspector(): TemplateResult {
    const peerId = this.#inspectedId;
    if (peerId === undefined) {
      return html`<p class="empty">No peers yet. The connection to a peer is shown here.</p>`;
    }
    const name = this.#content.words.nameOf(peerId);
    return html`<connection-inspector role="region" aria-label=${`Connection to ${name}`} tabindex="0"
      .peerId=${peerId} .peer=${this.#source.peerWith(peerId)} .words=${this.#content.words}
      .descriptions=${descriptionsOf(this.#source.shown.entries, peerId)}
      .startedAtMs=${this.#source.trace.startedAtMs ?? 0}
      .saved=${this.#source.savedInspection(peerId)} .isSaved=${this.#source.isSaved}
      .isPaused=${this.#source.isPaused}></connection-inspector>`;
  }

  #controls(): TemplateResult {
    const { peerIds, words } = this.#content;
    const { isPaused, waiting, isSaved, problem, shown } = this.#source;
    const isEmpty = shown.entries.length === 0;
    const state = { isPaused, waiting, isSaved, problem, isEmpty, peerIds, nameOf: words.nameOf };
    const inspected = this.#inspectedId ?? "";
    return controls({ ...state, ...this.#choices, inspected }, this.#actions);
  }

  #details(): TemplateResult {
    const { shown: model } = this.#selection;
    const { words } = this.#content;
    const { selfId, hasRoles } = this.#source;
    const content = model
      ? details({ model, words, selfId: hasRoles ? selfId : undefined, copying: this.#copying })
      : howToRead();
    return html`<aside class="details" aria-label="Details" tabindex="0">${keyed(model?.key, content)}</aside>`;
  }

  readonly #actions: ControlsActions = {
    togglePause: () => this.#source.togglePause(),
    clear: () => this.#source.clear(),
    choose: (choices) => {
      if (choices.isInspecting) void import("./page/connection-inspector.ts");
      this.#choices = { ...this.#choices, ...choices };
      this.requestUpdate();
    },
    savePicture: () => savePicture(this.#content, this.#source),
    saveTrace: () => void saveTrace(this.#content, this.#source, this.#choices),
    openTrace: (file) => void this.#source.open(file),
    backToRoom: () => this.#source.backToRoom(),
  };
}

customElements.define("signaling-view", SignalingView);

declare global {
  interface HTMLElementTagNameMap {
    "signaling-view": SignalingView;
  }
}
