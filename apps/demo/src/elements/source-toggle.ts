import { css, html, type TemplateResult } from "lit";
import type { Source } from "../call/devices.ts";
import type { LocalMedia } from "../call/local-media.ts";
import { type IconName, icon } from "../page/icons.ts";

const icons: Record<Source, readonly [on: IconName, off: IconName]> = {
  microphone: ["microphone", "microphone-off"],
  camera: ["camera", "camera-off"],
  screen: ["screen", "screen"],
};

const names: Record<Source, string> = {
  microphone: "Microphone",
  camera: "Camera",
  screen: "Share screen",
};

export const toggleStyles = css`
  .toggle {
    inline-size: 3.25rem;
    block-size: 3.25rem;
    padding: 0;
    border-radius: 50%;
  }

  .toggle[aria-pressed="true"] {
    background: var(--accent);
    border-color: transparent;
    color: var(--on-accent);
  }

  @media (forced-colors: active) {
    .toggle[aria-pressed="true"] {
      border: 3px solid Highlight;
    }
  }

  .toggle[aria-busy="true"] {
    opacity: 0.6;
  }
`;

/** A button that turns the microphone, the camera or the shared screen on and off; `key` is its shortcut. */
export function sourceToggle(media: LocalMedia, source: Source, key?: string): TemplateResult {
  const isOn = media.isOn(source);
  const [on, off] = icons[source];
  return html`<button
    class="toggle"
    type="button"
    title=${key === undefined ? names[source] : `${names[source]} (${key})`}
    aria-label=${names[source]}
    aria-pressed=${isOn}
    aria-busy=${media.isOpening(source)}
    @click=${() => media.toggle(source)}
  >${icon(isOn ? on : off)}</button>`;
}
