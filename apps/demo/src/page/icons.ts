import { html, svg, type TemplateResult } from "lit";

/** Line drawings on a grid of 24, in the color of the text around them. */
const drawings = {
  microphone: svg`<rect x="9" y="3" width="6" height="11" rx="3" /><path d="M5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21" />`,
  "microphone-off": svg`<path d="M9 9V6a3 3 0 0 1 6 0v5m-.9 2.2A3 3 0 0 1 9 11M5.5 11a6.5 6.5 0 0 0 10.6 5M18.5 11a6.5 6.5 0 0 1-.6 2.7M12 17.5V21M4 4l16 16" />`,
  speaking: svg`<path d="M4 9.5h3l5-4v13l-5-4H4zM15.5 9a4.5 4.5 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" />`,
  camera: svg`<rect x="3" y="6.5" width="12" height="11" rx="2.5" /><path d="m15 11 6-3.5v9L15 13" />`,
  "camera-off": svg`<path d="M8 6.5h4.5A2.5 2.5 0 0 1 15 9v2l6-3.5v9l-2.4-1.4M15 15.2A2.5 2.5 0 0 1 12.5 17.5H5.5A2.5 2.5 0 0 1 3 15V9c0-.9.4-1.6 1.1-2.1M4 4l16 16" />`,
  screen: svg`<rect x="3" y="4.5" width="18" height="12" rx="2" /><path d="M9 20h6M12 13.5v-5.5m-2.5 2.5L12 8l2.5 2.5" />`,
  leave: svg`<path d="M3.5 14.5c4.5-4.7 12.5-4.7 17 0l-2.3 2.6-3.4-1.6v-2.6a12 12 0 0 0-5.6 0v2.6l-3.4 1.6z" />`,
  link: svg`<path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.5 1.5M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.5-1.5" />`,
  settings: svg`<path d="M4 7h9m4 0h3M4 17h3m4 0h9" /><circle cx="15" cy="7" r="2" /><circle cx="9" cy="17" r="2" />`,
  help: svg`<circle cx="12" cy="12" r="9" /><path d="M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 16.8v.1" />`,
  people: svg`<circle cx="9" cy="8.5" r="3.5" /><path d="M2.5 19.5c.8-3.5 3.3-5 6.5-5s5.7 1.5 6.5 5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 15c2 .7 3.1 2.2 3.5 4.5" />`,
  chat: svg`<path d="M4 5.5h16v11H10l-4 3.5v-3.5H4z" />`,
  signaling: svg`<path d="M5 3v18M19 3v18M5 8h12m-3-3 3 3-3 3M19 16H7m3-3-3 3 3 3" />`,
  file: svg`<path d="m19 11-7.5 7.5a4.5 4.5 0 0 1-6.4-6.4L13 4.2a3 3 0 0 1 4.3 4.3l-7.8 7.8a1.5 1.5 0 0 1-2.1-2.1L14 7.6" />`,
  send: svg`<path d="M4 12 20 4l-5 16-3.5-6.5z" />`,
  message: svg`<path d="M4 10v4h3l9 4.5V5.5L7 10zM8 14.5l1 4.5h2.5l-1-3.2M19 9.5a4 4 0 0 1 0 5" />`,
  warning: svg`<path d="M12 4 2.8 19.5h18.4zM12 10v4.5M12 16.9v.1" />`,
  expand: svg`<path d="M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7" />`,
  shrink: svg`<path d="M20 10h-6V4M14 10l6-6M4 14h6v6M10 14l-6 6" />`,
  close: svg`<path d="m6 6 12 12M18 6 6 18" />`,
  copy: svg`<rect x="8.5" y="8.5" width="12" height="12" rx="2.5" /><path d="M15.5 8.5V6A2.5 2.5 0 0 0 13 3.5H6A2.5 2.5 0 0 0 3.5 6v7A2.5 2.5 0 0 0 6 15.5h2.5" />`,
  waiting: svg`<circle cx="12" cy="12" r="9" /><path d="M12 7v5.2l3.3 2" />`,
  skipped: svg`<circle cx="12" cy="12" r="9" /><path d="M8 12h8" />`,
  done: svg`<path d="m5 12.5 4.5 4.5L19 7" />`,
} as const;

export type IconName = keyof typeof drawings;

/** Decoration only: the text beside it, or the label of its button, has the meaning. */
export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">${drawings[name]}</svg>`;
}
