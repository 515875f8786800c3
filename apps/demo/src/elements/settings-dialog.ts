import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { type Devices, listDevices, onDevicesChanged } from "../call/devices.ts";
import type { LocalMedia } from "../call/local-media.ts";
import { dialogStyles } from "../styles/dialog-styles.ts";
import { shared } from "../styles/shared.ts";
import type { Off } from "../watchable.ts";
import { Watching } from "./watching.ts";

/** `<settings-dialog>`: which microphone, camera and speaker. Says `speaker`, a device id. */
export class SettingsDialog extends LitElement {
  static override properties = {
    media: { attribute: false },
    devices: { state: true },
  };

  static override styles = [
    shared,
    dialogStyles,
    css`
      label {
        display: grid;
        gap: 0.35rem;
        font-weight: 600;
      }
    `,
  ];

  declare media: LocalMedia;
  declare devices: Devices;
  #off: Off | undefined;
  #speaker: string | undefined;

  constructor() {
    super();
    this.devices = { microphones: [], cameras: [], speakers: [] };
    new Watching(this, () => [this.media]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#off = onDevicesChanged(() => void this.#list());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#off?.();
  }

  open(): void {
    void this.#list();
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  override render(): TemplateResult {
    const { microphones, cameras, speakers } = this.devices;
    const isEmpty = microphones.length + cameras.length === 0;
    return html`<dialog aria-labelledby="title">
      <h2 id="title">Settings</h2>
      ${isEmpty ? html`<p class="soft">Turn on the microphone or the camera first; then the browser tells what devices there are.</p>` : nothing}
      ${this.#choice("Microphone", microphones, this.media?.deviceOf("microphone"), (id) => void this.media.choose("microphone", id))}
      ${this.#choice("Camera", cameras, this.media?.deviceOf("camera"), (id) => void this.media.choose("camera", id))}
      ${canChooseSpeaker ? this.#choice("Speaker", speakers, this.#speaker, this.#hearFrom) : nothing}
      <form method="dialog"><button class="primary">Done</button></form>
    </dialog>`;
  }

  #choice(
    name: string,
    devices: readonly MediaDeviceInfo[],
    chosen: string | undefined,
    choose: (deviceId: string) => void,
  ): TemplateResult | typeof nothing {
    if (devices.length === 0) return nothing;
    return html`<label>${name}
      <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
        ${devices.map(({ deviceId, label }, index) => html`<option value=${deviceId} ?selected=${deviceId === chosen}>${label || `${name} ${index + 1}`}</option>`)}
      </select>
    </label>`;
  }

  readonly #hearFrom = (deviceId: string): void => {
    this.#speaker = deviceId;
    this.dispatchEvent(new CustomEvent("speaker", { detail: deviceId }));
  };

  async #list(): Promise<void> {
    this.devices = await listDevices();
  }
}

const canChooseSpeaker = "setSinkId" in HTMLMediaElement.prototype;

customElements.define("settings-dialog", SettingsDialog);
