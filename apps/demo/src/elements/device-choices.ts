import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { type Devices, listDevices, onDevicesChanged } from "../call/devices.ts";
import type { LocalMedia } from "../call/local-media.ts";
import { shared } from "../styles/shared.ts";
import type { Unsubscribe } from "../watchable.ts";
import { Watching } from "./watching.ts";

const canChooseSpeaker = "setSinkId" in HTMLMediaElement.prototype;

/** `<device-choices>`: which microphone, camera and speaker to use, as far as the browser names them. */
export class DeviceChoices extends LitElement {
  static override properties = {
    media: { attribute: false },
    devices: { state: true },
  };

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 8rem), 1fr));
        gap: 0.75rem;
      }

      label {
        display: grid;
        gap: 0.35rem;
        min-inline-size: 0;
        font-size: 0.875rem;
        font-weight: 600;
      }

      select {
        text-overflow: ellipsis;
      }

      p {
        grid-column: 1 / -1;
      }
    `,
  ];

  declare media: LocalMedia;
  declare devices: Devices;
  #off: Unsubscribe | undefined;
  #tracks = 0;

  constructor() {
    super();
    this.devices = { microphones: [], cameras: [], speakers: [] };
    new Watching(this, () => [this.media]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#off = onDevicesChanged(() => void this.#list());
    void this.#list();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#off?.();
  }

  /** The browser names the devices once one of them was allowed. */
  override updated(): void {
    const { size } = this.media.tracks;
    if (size > this.#tracks) void this.#list();
    this.#tracks = size;
  }

  override render(): TemplateResult {
    const { media } = this;
    const { microphones, cameras, speakers } = this.devices;
    if (microphones.length + cameras.length === 0) {
      return html`<p class="soft">Turn on the microphone or the camera to choose a device.</p>`;
    }
    return html`
      ${choice("Microphone", microphones, media.deviceOf("microphone"), (id) => void media.choose("microphone", id))}
      ${choice("Camera", cameras, media.deviceOf("camera"), (id) => void media.choose("camera", id))}
      ${canChooseSpeaker ? choice("Speaker", speakers, media.speaker, (id) => media.chooseSpeaker(id)) : nothing}
    `;
  }

  async #list(): Promise<void> {
    this.devices = await listDevices();
  }
}

function choice(
  name: string,
  devices: readonly MediaDeviceInfo[],
  chosen: string | undefined,
  choose: (deviceId: string) => void,
): TemplateResult | typeof nothing {
  if (devices.length === 0) return nothing;
  return html`<label>${name}
    <select @change=${({ target }: Event) => choose((target as HTMLSelectElement).value)}>
      ${devices.map(({ deviceId, label }, index) => html`<option value=${deviceId} ?selected=${deviceId === chosen}>${label || `${name} ${index + 1}`}</option>`)}
    </select>
  </label>`;
}

customElements.define("device-choices", DeviceChoices);
