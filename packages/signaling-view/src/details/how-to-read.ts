import { html, type TemplateResult } from "lit";
import { toneOf } from "../drawing/palette.ts";
import { lessons } from "../rows/lessons.ts";
import type { Kind } from "../trace/entry.ts";

/** In the order in which they first appear. */
const course: readonly Kind[] = [
  "peer",
  "offer",
  "answer",
  "candidate",
  "connection",
  "rolled-back",
  "ice-restart",
];

/** Shown while no row is selected. */
export function howToRead(): TemplateResult {
  return html`
    <h2>How to read the diagram</h2>
    <p class="lesson">
      Time runs downwards. An arrow is a signal between you and a peer. The dot on the arrow is the
      signaling server, which forwards the signal. A broad band is the peer connection. Select a row
      with the pointer or the arrow keys to see its explanation and its content.
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
