import { html, type TemplateResult } from "lit";
import { type Candidate, parseCandidate } from "../reading/candidate.ts";
import { candidateFields, transportOf } from "../reading/candidate-fields.ts";
import type { CandidateEntry } from "../rows/fold.ts";
import { typeLessons } from "../rows/lessons.ts";
import type { Words } from "../rows/words.ts";
import { fieldList } from "./field-list.ts";

/** A candidate in fields. */
export function candidateDetails({ candidate }: CandidateEntry, { mask }: Words): TemplateResult {
  const parsed = parseCandidate(candidate.candidate ?? "");
  if (!parsed) return html`<p>This candidate has an unknown format.</p>`;
  return html`
    <p class="lesson">${typeLessons[parsed.type]}</p>
    ${fieldList(candidateFields(candidate, mask))}`;
}

/** Several candidates in a table. */
export function foldDetails(entries: readonly CandidateEntry[], { mask }: Words): TemplateResult {
  const candidates = entries.flatMap(
    ({ candidate }) => parseCandidate(mask(candidate.candidate ?? "")) ?? [],
  );
  const types = new Set(candidates.map(({ type }) => type));
  return html`
    ${[...types].map((type) => html`<p class="lesson">${typeLessons[type]}</p>`)}
    <table>
      <thead>
        <tr><th scope="col">type</th><th scope="col">protocol</th><th scope="col">address</th></tr>
      </thead>
      <tbody>${candidates.map(tableRow)}</tbody>
    </table>`;
}

function tableRow(candidate: Candidate): TemplateResult {
  const { type, address, port } = candidate;
  return html`<tr>
    <td>${type}</td>
    <td>${transportOf(candidate)}</td>
    <td>${address}:${port}</td>
  </tr>`;
}
