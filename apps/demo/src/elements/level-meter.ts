import { css, html, LitElement, type TemplateResult } from "lit";
import type { LocalMedia } from "../call/local-media.ts";
import { shared } from "../styles/shared.ts";

/** How often the level is read, in milliseconds. */
const readEveryMs = 100;

/** The quietest level that is shown, in decibels below full scale. */
const quietestDecibels = 60;

/** `<level-meter>`: how loud the microphone is, so that people see that it works. */
export class LevelMeter extends LitElement {
  static override properties = { media: { attribute: false }, percent: { state: true } };

  static override styles = [
    shared,
    css`
      :host {
        block-size: 0.4rem;
        border-radius: 999px;
        background: var(--line);
        overflow: hidden;
      }

      div {
        inline-size: calc(var(--level, 0) * 1%);
        block-size: 100%;
        background: var(--accent);
      }

      @media (forced-colors: active) {
        :host {
          border: 1px solid CanvasText;
        }

        div {
          background: Highlight;
          forced-color-adjust: none;
        }
      }
    `,
  ];

  declare media: LocalMedia;
  declare percent: number;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.percent = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => {
      if (this.checkVisibility()) this.percent = percentOf(this.media.microphoneLevel);
    }, readEveryMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render(): TemplateResult {
    return html`<div role="meter" aria-label="Microphone level" aria-valuemin="0" aria-valuemax="100" aria-valuenow=${this.percent}></div>`;
  }

  /** By the style sheet object: the page's policy refuses style attributes. */
  override updated(): void {
    this.style.setProperty("--level", String(this.percent));
  }
}

function percentOf(level: number): number {
  if (level === 0) return 0;
  const decibels = 20 * Math.log10(level);
  return Math.round(Math.min(Math.max(1 + decibels / quietestDecibels, 0), 1) * 100);
}

customElements.define("level-meter", LevelMeter);
