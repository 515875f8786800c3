import { html, type TemplateResult } from "lit";
import { toneOf } from "../styles/palette.ts";
import type { Kind } from "../trace/entry.ts";
import { lessons } from "../words/lessons.ts";

/** In the order in which a newcomer meets them. */
const course: readonly Kind[] = [
  "peer",
  "offer",
  "answer",
  "candidate",
  "connection",
  "rolled-back",
  "ice-restart",
];

/** Shown as long as no row is looked at. */
export function howToRead(): TemplateResult {
  return html`
    <h2>How to read this</h2>
    <p class="lesson">
      Time runs down. An arrow is a message between you and a peer; the dot on it is the signaling
      server, which passes it on. A broad band without a dot goes directly. Point at a row, or go to
      it with the arrow keys, to see what it is for and what is in it.
    </p>
    <dl class="course">${course.map(line)}</dl>`;
}

function line(kind: Kind): TemplateResult {
  const { title, text } = lessons[kind];
  return html`
    <div>
      <dt class="tone-${toneOf[kind]}">${title}</dt>
      <dd>${firstSentence(text)}</dd>
    </div>`;
}

function firstSentence(text: string): string {
  return text.slice(0, text.indexOf(". ") + 1) || text;
}
