import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { icon } from "../icons.ts";
import { initials } from "../names.ts";
import { shared } from "../styles/shared.ts";
import { tileStyles } from "../styles/tile.ts";

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

  static override styles = [shared, tileStyles];

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
