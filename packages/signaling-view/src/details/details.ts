import { html, nothing, type TemplateResult } from "lit";
import { toneOf } from "../drawing/palette.ts";
import type { Field } from "../reading/sdp-fields.ts";
import { type Section, sectionsOf } from "../reading/sdp-sections.ts";
import { clockTime, deltaTime } from "../rows/clock.ts";
import type { Row } from "../rows/fold.ts";
import { connectionLessons, lessons, signalingLessons } from "../rows/lessons.ts";
import type { RowModel } from "../rows/row-model.ts";
import { sentenceOf } from "../rows/sentences.ts";
import type { Words } from "../rows/words.ts";
import type { Entry, EntryOf } from "../trace/entry.ts";
import { candidateDetails, foldDetails } from "./candidate-details.ts";
import type { Copying } from "./copying.ts";
import { fieldList } from "./field-list.ts";
import { problemList } from "./problem-list.ts";

export interface Shown {
  readonly model: RowModel;
  readonly words: Words;
  /** The id of the peer that the view belongs to; `undefined` if ids do not decide about roles. */
  readonly selfId: string | undefined;
  readonly copying: Copying;
}

/** Explains a row and shows its whole content. */
export function details(shown: Shown): TemplateResult {
  const { row, sinceStartMs, sinceBeforeMs } = shown.model;
  const delta = deltaTime(sinceBeforeMs);
  const { kind } = row.entry;
  return html`
    <h2 class="tone-${toneOf[kind]}">${lessons[kind].title}</h2>
    <p class="when">
      ${clockTime(sinceStartMs)}${delta ? html` <span>${delta} after the previous row</span>` : nothing}
    </p>
    <p class="sentence">${capital(sentenceOf(row, shown.words))}.</p>
    <p class="lesson">${lessons[kind].text}</p>
    ${content(row, shown.words)}
    ${fullText(shown)}
    ${fieldList(negotiationState(shown))}`;
}

function content(row: Row, words: Words): TemplateResult | typeof nothing {
  if (row.type === "fold") return foldDetails(row.entries, words);
  const { entry } = row;
  if (entry.kind === "candidate") return candidateDetails(entry, words);
  if (entry.kind === "offer" || entry.kind === "answer") return descriptionDetails(entry, words);
  if (entry.kind === "failed") return problemList({ ...entry, state: "failed" }, words);
  if (entry.kind !== "connection") return nothing;
  return html`<p class="lesson">${connectionLessons[entry.state]}</p>`;
}

function descriptionDetails(
  { sdp, direction, peerId }: EntryOf<"offer" | "answer">,
  { mask, nameOf }: Words,
): TemplateResult {
  const isYou = direction === "sent";
  const sections = sectionsOf(mask(sdp), { name: isYou ? "you" : nameOf(peerId), isYou });
  return html`${sections.map(sectionTemplate)}`;
}

function sectionTemplate({ title, sentence, fields, lines }: Section): TemplateResult {
  return html`
    <section>
      <h3>${title}</h3>
      <p>${capital(sentence)}</p>
      ${fieldList(fields)}
      <details>
        <summary>${lines.length} lines</summary>
        <pre tabindex="0">${lines.join("\n")}</pre>
      </details>
    </section>`;
}

function fullText({ model, words, copying }: Shown): TemplateResult | typeof nothing {
  const text = textOf(model.row);
  if (text === undefined) return nothing;
  const shownText = words.mask(text);
  return html`
    <section class="full">
      <details>
        <summary>Full text</summary>
        <pre tabindex="0">${shownText}</pre>
      </details>
      <button type="button" @click=${() => copying.copy(shownText)}>
        ${copying.answer(shownText)}
      </button>
    </section>`;
}

/** The text as it was sent. */
function textOf(row: Row): string | undefined {
  if (row.type === "fold") {
    return row.entries.map(({ candidate }) => candidate.candidate ?? "").join("\n");
  }
  const { entry } = row;
  if (entry.kind === "offer" || entry.kind === "answer") return entry.sdp;
  if (entry.kind === "candidate") return entry.candidate.candidate ?? "";
  return entry.kind === "error" || entry.kind === "candidate-error" ? entry.reason : undefined;
}

/** The state of the negotiation with the peer, to find faults. */
function negotiationState({ model, words, selfId }: Shown): readonly Field[] {
  const { entry } = model.row;
  const { peerId, signalingState: state } = entry;
  if (peerId === undefined) return [];
  const who = words.nameOf(peerId);
  return [
    { name: "peer", value: who, ...(who === peerId ? {} : { meaning: peerId }) },
    ...(state ? [{ name: stateName(entry), value: state, meaning: signalingLessons[state] }] : []),
    ...(selfId === undefined ? [] : [roleOf(selfId, peerId, who)]),
  ];
}

function roleOf(selfId: string, peerId: string, who: string): Field {
  const isPolite = selfId < peerId;
  const meaning = isPolite
    ? "if both peers send an offer at the same time, you roll back your offer"
    : `if both peers send an offer at the same time, ${who} rolls back its offer`;
  return { name: "your role", value: isPolite ? "polite" : "impolite", meaning };
}

function stateName(entry: Entry): string {
  const isBefore = "direction" in entry && entry.direction === "received";
  return isBefore ? "state before" : "state after";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
