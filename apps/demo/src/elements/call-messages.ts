import { css, html, type TemplateResult } from "lit";
import { icon } from "../page/icons.ts";
import { linkedText } from "./linked-text.ts";

/** The boxes above the people: problems, the administrator's message, what to do alone, and the end. */

export const messageStyles = css`
  .message {
    display: flex;
    align-items: start;
    gap: 0.75rem;
    padding: 0.6rem 0.6rem 0.6rem 1rem;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--card);
    overflow-wrap: anywhere;
  }

  .message > svg {
    margin-block-start: 0.15rem;
    color: var(--accent);
  }

  .message > div,
  .message > p {
    flex: 1;
    min-inline-size: 0;
    align-self: center;
  }

  .message > button {
    align-self: start;
    margin-block: -0.25rem;
  }

  .message.problem {
    border-color: color-mix(in srgb, var(--danger) 45%, transparent);
    background: color-mix(in srgb, var(--danger) 10%, var(--card));
  }

  .message.problem > svg {
    color: var(--danger);
  }

  .message.notice {
    max-block-size: 40%;
    border-color: color-mix(in srgb, var(--accent) 55%, var(--line));
    border-inline-start-width: 6px;
    background: color-mix(in srgb, var(--accent) 10%, var(--card));
    overflow-y: auto;
  }

  .notice a {
    color: var(--accent);
  }

  .notice strong {
    display: block;
  }

  .notice p {
    white-space: pre-wrap;
  }

  .alone,
  .ended {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.75rem;
    padding: 0.75rem 1rem;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--card);
  }

  .alone p {
    flex: 1 1 14rem;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  .ended {
    flex: 1;
    flex-flow: column nowrap;
    justify-content: safe center;
    overflow-y: auto;
    text-align: center;
  }

  .ended h2 {
    max-inline-size: 100%;
    font-size: 1.4rem;
  }
`;

export interface ProblemOptions {
  readonly text: string;
  /** Joins the room again, if that helps; otherwise the problem can only be dismissed. */
  readonly rejoin: (() => void) | undefined;
  readonly dismiss: () => void;
}

export function problemMessage({ text, rejoin, dismiss }: ProblemOptions): TemplateResult {
  const button = rejoin
    ? html`<button type="button" @click=${rejoin}>Join again</button>`
    : dismissButton(dismiss);
  return html`<div class="message problem" role="alert">${icon("warning")}<p>${text}</p>${button}</div>`;
}

/** The chat announces it to screen readers. */
export function noticeMessage(text: string, dismiss: () => void): TemplateResult {
  return html`<section class="message notice" aria-label="Message from the server’s administrator">
    ${icon("message")}
    <div><strong>Message from the server’s administrator</strong><p dir="auto">${linkedText(text)}</p></div>
    ${dismissButton(dismiss)}
  </section>`;
}

export interface AloneOptions {
  /** The address of this room, for a second window of the same user. */
  readonly link: string;
  readonly invite: () => void;
}

export function aloneMessage({ link, invite }: AloneOptions): TemplateResult {
  return html`<div class="alone">
    <p>To try a call on your own, open this room in a second window.</p>
    <div class="actions">
      <a class="button" href=${link} target="_blank" rel="noopener">Open a second window</a>
      <button type="button" @click=${invite}>Invite people</button>
    </div>
  </div>`;
}

export function endedMessage(title: string, goBack: () => void): TemplateResult {
  return html`<section class="ended">
    <div role="alert"><h2>${title}</h2></div>
    <p class="soft">The call is over. Your camera and microphone are off.</p>
    <button class="primary" type="button" @click=${goBack}>Back to the lobby</button>
  </section>`;
}

function dismissButton(dismiss: () => void): TemplateResult {
  return html`<button class="plain icon-only" type="button" aria-label="Dismiss" title="Dismiss" @click=${dismiss}>${icon("close")}</button>`;
}
