import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { icon } from "../icons.ts";
import { initials } from "../names.ts";
import { shared } from "../styles/shared.ts";

/** `<participant-tile>`: one person, or one shared screen: picture, name, and how the connection is. */
export class ParticipantTile extends LitElement {
  static override properties = {
    label: { attribute: false },
    name: { attribute: false },
    stream: { attribute: false },
    status: { attribute: false },
    quality: { attribute: false },
    problem: { attribute: false },
    speaker: { attribute: false },
    isMine: { attribute: false },
    isScreen: { attribute: false },
    isMuted: { attribute: false },
    isSpeaking: { attribute: false },
    isHeldBack: { state: true },
  };

  static override styles = [
    shared,
    css`
      :host {
        container: tile / inline-size;
        min-block-size: 0;
        min-inline-size: 0;
      }

      figure {
        position: relative;
        display: grid;
        place-items: center;
        block-size: 100%;
        margin: 0;
        overflow: hidden;
        border-radius: var(--radius);
        background: var(--tile);
      }

      figure.speaking {
        outline: 3px solid var(--accent);
        outline-offset: -3px;
      }

      video {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        object-fit: cover;
      }

      video.mirrored {
        transform: scaleX(-1);
      }

      video.whole {
        object-fit: contain;
        background: #000;
      }

      .initials {
        display: grid;
        place-items: center;
        inline-size: 5rem;
        aspect-ratio: 1;
        border-radius: 50%;
        background: color-mix(in srgb, var(--accent) 18%, var(--card));
        color: var(--accent);
        font-size: 1.75rem;
        font-weight: 600;
      }

      figcaption {
        position: absolute;
        inset-inline: 0.5rem;
        inset-block-end: 0.5rem;
        display: flex;
        flex-wrap: wrap;
        gap: 0.35rem;
        font-size: 0.875rem;
      }

      figcaption span {
        display: inline-flex;
        align-items: center;
        gap: 0.35rem;
        max-inline-size: 100%;
        padding: 0.1rem 0.6rem;
        border-radius: 0.8rem;
        background: var(--shade);
        color: #fff;
        overflow-wrap: anywhere;
      }

      figcaption i {
        font-style: normal;
      }

      .measured i::after {
        content: " ·";
      }

      figcaption svg.icon {
        inline-size: 1rem;
        block-size: 1rem;
      }

      .problem {
        position: absolute;
        inset: 0.5rem 0.5rem auto;
        font-size: 0.875rem;
      }

      .hear {
        position: absolute;
      }

      @container tile (max-width: 18rem) {
        .initials {
          inline-size: 3.5rem;
          font-size: 1.25rem;
        }

        figcaption {
          inset-inline: 0.35rem;
          inset-block-end: 0.35rem;
          gap: 0.2rem;
          font-size: 0.75rem;
        }

        /* Still read aloud, and in the title. */
        .measured i {
          position: absolute;
          inline-size: 1px;
          overflow: hidden;
          clip-path: inset(50%);
          white-space: nowrap;
        }
      }
    `,
  ];

  declare label: string;
  /** Whose initials stand for a picture that is not there; absent: the label's. */
  declare name: string | undefined;
  declare stream: MediaStream | undefined;
  /** How the connection is, or by which route it goes. */
  declare status: string | undefined;
  /** How good it is; `""` while nobody knows. */
  declare quality: string | undefined;
  declare problem: string | undefined;
  /** Where its sound is to be heard; `undefined`: wherever the browser plays sound. */
  declare speaker: string | undefined;
  declare isMine: boolean;
  declare isScreen: boolean;
  declare isMuted: boolean;
  declare isSpeaking: boolean;
  /** The browser plays no sound before somebody touched the page. */
  declare isHeldBack: boolean;

  override render(): TemplateResult {
    const { label, stream, status, quality, problem } = this;
    const hasPicture = stream?.getVideoTracks().some(isSeen) ?? false;
    return html`<figure class=${this.isSpeaking ? "speaking" : ""}>
      ${hasPicture ? nothing : html`<div class="initials" aria-hidden="true">${initials(this.name ?? label)}</div>`}
      <video
        autoplay
        playsinline
        class=${this.isScreen ? "whole" : this.isMine ? "mirrored" : ""}
        aria-label=${`Picture of ${label}`}
        ?hidden=${!hasPicture}
        .muted=${this.isMine}
      ></video>
      ${problem === undefined ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
      ${this.isHeldBack ? html`<button class="hear" type="button" @click=${this.#play}>Play sound</button>` : nothing}
      <figcaption>
        <span>${this.isMuted ? html`${icon("microphone-off")}<b class="visually-hidden">muted</b>` : nothing}${label}</span>
        ${status === undefined ? nothing : html`<span class=${quality ? "measured" : ""} title=${status}><i>${status}</i>${quality}</span>`}
      </figcaption>
    </figure>`;
  }

  override updated(changed: PropertyValues<this>): void {
    const video = this.renderRoot.querySelector("video");
    if (!video) return;
    const stream = this.stream ?? null;
    if (video.srcObject !== stream) {
      video.srcObject = stream;
      if (stream) void this.#play();
    }
    if (changed.has("speaker") && this.speaker !== undefined) {
      // A speaker that was unplugged: the sound stays where it was.
      void video.setSinkId?.(this.speaker).catch(() => {});
    }
  }

  readonly #play = async (): Promise<void> => {
    const played = this.renderRoot.querySelector("video")?.play();
    const problem = await played?.catch((error: unknown) => error);
    this.isHeldBack = problem instanceof DOMException && problem.name === "NotAllowedError";
  };
}

/** A track that was taken away at the other end stays, muted. */
function isSeen({ readyState, muted }: MediaStreamTrack): boolean {
  return readyState === "live" && !muted;
}

customElements.define("participant-tile", ParticipantTile);
