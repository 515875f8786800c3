/** The number of samples a level is measured over: 11 ms at 48 kHz. */
const windowSize = 512;

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

  /** Returns the root mean square of the newest samples, between 0 and 1; 0 for a muted track. */
  read(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const sum = this.#samples.reduce((total, sample) => total + sample * sample, 0);
    return Math.sqrt(sum / windowSize);
  }

  close(): void {
    void this.#context.close();
  }
}
