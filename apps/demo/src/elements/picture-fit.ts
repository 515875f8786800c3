import type { LitElement, ReactiveController } from "lit";

/** The largest part of a picture that may be cut off so that it fills its frame. */
const mostCropped = 0.12;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Whether a picture that fills a frame of another shape would lose more than a little of itself. */
export function isCroppedMuch(picture: Size, frame: Size): boolean {
  const area = picture.width * picture.height * frame.width * frame.height;
  if (area === 0) return false;
  const ratio = (picture.width * frame.height) / (picture.height * frame.width);
  return 1 - Math.min(ratio, 1 / ratio) > mostCropped;
}

/** Watches the picture and the frame of a video, to show the picture whole where it would be cropped. */
export class PictureFit implements ReactiveController {
  readonly #host: LitElement;
  #isWhole = false;
  readonly #observer = new ResizeObserver(() => this.#look());

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  /** Whether to show the picture whole, with bars beside it. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** A picture changes its shape when a telephone is turned. */
  readonly look = (): void => this.#look();

  hostConnected(): void {
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  #look(): void {
    const video = this.#host.renderRoot?.querySelector?.("video");
    if (!video) return;
    const picture = { width: video.videoWidth, height: video.videoHeight };
    const frame = { width: this.#host.clientWidth, height: this.#host.clientHeight };
    const isWhole = isCroppedMuch(picture, frame);
    if (isWhole === this.#isWhole) return;
    this.#isWhole = isWhole;
    this.#host.requestUpdate();
  }
}
