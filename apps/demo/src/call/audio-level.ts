import { loudest } from "./loudness.ts";

/**
 * The number of samples that one reading covers: a third of a second at 48 kHz. It is longer than the
 * interval of the readings, so that no short sound falls between two of them, even on a busy machine.
 */
const windowSize = 16_384;

/** Measures how loud an audio track is, without changing it. */
export class AudioLevel {
  readonly #context: AudioContext;
  readonly #analyser: AnalyserNode;
  readonly #samples = new Float32Array(windowSize);

  constructor(track: MediaStreamTrack) {
    this.#context = new AudioContext();
    this.#analyser = this.#context.createAnalyser();
    this.#analyser.fftSize = windowSize;
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
    // A page that has not been clicked yet starts it suspended.
    void this.#context.resume().catch(() => {});
  }

  /** Returns the loudness of the newest sound, between 0 and 1; 0 for a muted track. */
  read(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return loudest(this.#samples);
  }

  close(): void {
    void this.#context.close();
  }
}
