import {
  css,
  html,
  LitElement,
  nothing,
  type SVGTemplateResult,
  svg,
  type TemplateResult,
} from "lit";
import { repeat } from "lit/directives/repeat.js";
import { labelOf, sentenceOf, timeOf } from "../live/sentences.ts";
import type { Row } from "../live/sequence.ts";
import { shared } from "../styles/shared.ts";

/** Width of a column, in pixels, in which the label of a message between neighbors fits. */
const columnWidth = 140;

/** Height of a row, and the line of an arrow in it, in pixels. */
const [height, line] = [36, 25];

/** The greatest distance from the end at which the view follows new rows, in pixels. */
const nearEnd = 60;

/** `<sequence-view>`: a sequence diagram with a column for each peer, and a sentence for each row for screen readers. */
export class SequenceView extends LitElement {
  static override properties = {
    rows: {},
    peers: {},
    revision: { type: Number },
  };

  static override styles = [
    shared,
    css`
      .frame {
        overflow: auto;
        max-block-size: min(32rem, 75dvh);
        border: 1px solid var(--line);
        border-radius: 10px;
      }

      svg {
        display: block;
        min-inline-size: 100%;
      }

      .head {
        position: sticky;
        inset-block-start: 0;
        z-index: 1;
        display: block;
        inline-size: max-content;
        min-inline-size: 100%;
        border-block-end: 1px solid var(--line);
        background: var(--card);
      }

      ol {
        inline-size: max-content;
        min-inline-size: 100%;
        padding: 0;
        list-style: none;
      }

      /* The outline separates a text from the lines behind it. */
      text {
        fill: var(--ink);
        font-size: 12px;
        stroke: var(--card);
        stroke-width: 4px;
        paint-order: stroke;
      }

      .head text {
        font-size: 13px;
        font-weight: 600;
      }

      .time {
        fill: var(--soft);
      }

      .head .lifeline {
        stroke: none;
      }

      .lifeline {
        stroke: var(--line);
        stroke-width: 1;
      }

      .arrow {
        fill: none;
        stroke: var(--accent);
        stroke-width: 1.6;
      }

      .dot {
        fill: var(--accent);
      }

      .refused .dot {
        fill: var(--danger);
      }

      .refused text:not(.time) {
        fill: var(--danger);
      }

      li {
        position: relative;
      }

      p {
        padding: 1rem;
      }
    `,
  ];

  declare rows: readonly Row[];
  declare peers: readonly string[];
  /** Changes when the lists do, which are the same objects. */
  declare revision: number;
  #isFollowing = true;

  /** A burst of events is drawn once, with the next animation frame. */
  protected override async scheduleUpdate(): Promise<void> {
    await new Promise(requestAnimationFrame);
    await super.scheduleUpdate();
  }

  override willUpdate(): void {
    const frame = this.renderRoot?.querySelector(".frame");
    if (!frame) return;
    this.#isFollowing = frame.scrollHeight - frame.scrollTop - frame.clientHeight < nearEnd;
  }

  override render(): TemplateResult {
    const { rows, peers } = this;
    if (rows.length === 0) {
      return html`<div class="frame"><p class="soft">No events yet.</p></div>`;
    }
    return html`<div class="frame" tabindex="0" role="region" aria-label="Signaling of the room">
      <div class="head" aria-hidden="true">
        ${drawing(
          peers.length,
          peers.map((peerId, column) => name(peerId, column)),
        )}
      </div>
      <ol>
        ${repeat(
          rows,
          ({ id }) => id,
          (row) => this.#row(row),
        )}
      </ol>
    </div>`;
  }

  override updated(): void {
    const frame = this.renderRoot.querySelector(".frame");
    if (frame && this.#isFollowing) frame.scrollTop = frame.scrollHeight;
  }

  #row({ event, from, to }: Row): TemplateResult {
    const columns = this.peers.length;
    const time = timeOf(event.at);
    const isRefused = event.type === "request.refused" || event.type === "events.dropped";
    return html`<li class=${isRefused ? "refused" : nothing}>
      <span class="visually-hidden">${time} ${sentenceOf(event)}</span>
      ${drawing(columns, [
        svg`<text class="time" x="8" y=${line}>${time}</text>`,
        from === undefined
          ? svg`<text x=${xOf(0) - columnWidth / 2 + 8} y=${line}>${sentenceOf(event)}</text>`
          : signal(labelOf(event), { from, to, columns }),
      ])}
    </li>`;
  }
}

/** The width of the column of times, in pixels. */
const timeWidth = 64;

const xOf = (column: number) => timeWidth + (column + 0.5) * columnWidth;

function drawing(columns: number, content: readonly SVGTemplateResult[]): TemplateResult {
  const width = timeWidth + Math.max(columns, 1) * columnWidth;
  return html`<svg width=${width} height=${height} aria-hidden="true">
    ${Array.from({ length: columns }, (_, column) => svg`<line class="lifeline" x1=${xOf(column)} x2=${xOf(column)} y1="0" y2=${height} />`)}
    ${content}
  </svg>`;
}

/** The maximum number of characters of a name in the head of a column. */
const longestName = 18;

function name(peerId: string, column: number): SVGTemplateResult {
  const shown = peerId.length > longestName ? `${peerId.slice(0, longestName - 1)}…` : peerId;
  return svg`<text x=${xOf(column)} y="23" text-anchor="middle">${shown}</text>`;
}

interface Places {
  readonly from: number;
  readonly to: readonly number[];
  readonly columns: number;
}

/** Draws an arrow to each receiver; without receivers, a mark in the column of the peer. */
function signal(label: string, { from, to, columns }: Places): SVGTemplateResult {
  const x = xOf(from);
  const dot = svg`<circle class="dot" cx=${x} cy=${line} r="3.5" />`;
  if (to.length === 0) {
    const isRight = from >= columns / 2 && columns > 1;
    const anchor = isRight ? "end" : "start";
    return svg`${dot}<text x=${x + (isRight ? -9 : 9)} y=${line + 4} text-anchor=${anchor}>${label}</text>`;
  }
  const ends = [from, ...to].map(xOf);
  const middle = (Math.min(...ends) + Math.max(...ends)) / 2;
  return svg`${to.map((column) => arrow(x, xOf(column)))}${dot}
    <text x=${middle} y=${line - 9} text-anchor="middle">${label}</text>`;
}

function arrow(from: number, to: number): SVGTemplateResult {
  const back = to > from ? -7 : 7;
  return svg`<path class="arrow" d="M${from},${line} H${to} m${back},-4 l${-back},4 l${back},4" />`;
}

customElements.define("sequence-view", SequenceView);
