import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Picture } from "../call/participant.ts";
import { icon } from "../page/icons.ts";
import { shared } from "../styles/shared.ts";
import { tileStyles } from "../styles/tile.ts";
import { initials } from "../text/names.ts";
import { PictureFit } from "./picture-fit.ts";

/** `<participant-tile>`: one person, or one shared screen: picture, name, and state of the connection. */
export class ParticipantTile extends LitElement {
  static override properties = {
    label: { attribute: false },
    name: { attribute: false },
    stream: { attribute: false },
    picture: { attribute: false },
    status: { attribute: false },
    quality: { attribute: false },
    problem: { attribute: false },
    speaker: { attribute: false },
    isMine: { attribute: false },
    isScreen: { attribute: false },
    isMuted: { attribute: false },
    isSpeaking: { attribute: false },
    isHeldBack: { state: true },
    hasFrame: { state: true },
  };

  static override styles = [shared, tileStyles];

  declare label: string;
  /** The name whose initials stand in for a missing picture; by default the label. */
  declare name: string | undefined;
  declare stream: MediaStream | undefined;
  /** Whether the stream has a picture now; the stream stays the same object when that changes. */
  declare picture: Picture | undefined;
  /** Whether a frame of the stream has arrived. */
  declare hasFrame: boolean;
  /** The state of the connection, or its route. */
  declare status: string | undefined;
  /** The quality of the connection; `""` while it is unknown. */
  declare quality: string | undefined;
  declare problem: string | undefined;
  /** The device id of the speaker; `undefined` for the browser's default. */
  declare speaker: string | undefined;
  declare isMine: boolean;
  declare isScreen: boolean;
  declare isMuted: boolean;
  declare isSpeaking: boolean;
  /** Whether the browser waits for a click before it plays sound. */
  declare isHeldBack: boolean;
  readonly #fit = new PictureFit(this);

  override render(): TemplateResult {
    const { label, picture, status, quality, problem } = this;
    const hasPicture = picture === "present" || (picture === "expected" && this.hasFrame);
    const look = this.isScreen ? "screen" : this.isMine ? "mirrored" : "";
    return html`<figure class=${this.isSpeaking ? "speaking" : ""}>
      ${hasPicture ? nothing : html`<div class="initials" aria-hidden="true">${initials(this.name ?? label)}</div>`}
      <video
        autoplay
        playsinline
        class="${look} ${this.#fit.isWhole ? "whole" : ""}"
        aria-label=${this.isScreen ? label : `Video of ${label}`}
        @resize=${this.#fit.look}
        @loadeddata=${this.#look}
        @emptied=${this.#look}
        ?hidden=${!hasPicture}
        .muted=${this.isMine}
      ></video>
      ${problem === undefined ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
      ${this.isHeldBack ? html`<button class="play" type="button" @click=${this.#play}>Play sound</button>` : nothing}
      <figcaption>
        <span class="name">${this.#audioState()}<bdi>${label}</bdi></span>
        ${status ? this.#connection(status, quality ?? "") : nothing}
      </figcaption>
    </figure>`;
  }

  #audioState(): TemplateResult | typeof nothing {
    if (this.isMuted) return html`${icon("microphone-off")}<b class="visually-hidden">muted</b>`;
    if (!this.isSpeaking) return nothing;
    return html`${icon("speaking")}<b class="visually-hidden">speaking</b>`;
  }

  #connection(status: string, quality: string): TemplateResult {
    const title = quality ? `${status}; round-trip time ${quality}` : status;
    return html`<span class="connection ${quality ? "measured" : ""}" title=${title}><i>${status}</i>${quality}</span>`;
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
      // If the speaker was unplugged, the sound stays where it was.
      void video.setSinkId?.(this.speaker).catch(() => {});
    }
  }

  readonly #look = ({ target }: Event): void => {
    this.hasFrame = (target as HTMLVideoElement).readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
  };

  readonly #play = async (): Promise<void> => {
    const played = this.renderRoot.querySelector("video")?.play();
    const problem = await played?.catch((error: unknown) => error);
    this.isHeldBack = problem instanceof DOMException && problem.name === "NotAllowedError";
  };
}

customElements.define("participant-tile", ParticipantTile);
