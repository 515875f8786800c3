import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Nearer to the end than this counts as the end, in pixels. */
const tolerance = 24;

/** Keeps the newest row visible, until the user scrolls up to older ones. */
export class Follow implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #scroller: () => Element | null;
  #isOn = true;

  constructor(host: ReactiveControllerHost, scroller: () => Element | null) {
    this.#host = host;
    this.#scroller = scroller;
    host.addController(this);
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  readonly start = (): void => this.#set(true);

  readonly stop = (): void => this.#set(false);

  readonly scrolled = (): void => {
    const scroller = this.#scroller();
    if (!scroller) return;
    const rest = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    this.#set(rest < tolerance);
  };

  hostUpdated(): void {
    const scroller = this.#scroller();
    if (this.#isOn && scroller) scroller.scrollTop = scroller.scrollHeight;
  }

  #set(isOn: boolean): void {
    if (this.#isOn === isOn) return;
    this.#isOn = isOn;
    this.#host.requestUpdate();
  }
}
