import { html, nothing, type TemplateResult } from "lit";
import type { Words } from "../rows/words.ts";
import type { Inspection } from "../trace/inspection.ts";

/** Explains why there is no connection, in the words of the client. */
export function problemList(
  { state, problems }: Pick<Inspection, "state" | "problems">,
  { mask }: Pick<Words, "mask">,
): TemplateResult {
  if (problems.length === 0) return html`<p>${noProblem(state)}</p>`;
  const items = problems.map(
    ({ reason, action, details }) => html`
      <li>
        <strong>${reason}</strong> ${action}
        ${details.length === 0 ? nothing : html`<small>${mask(details.join("; "))}</small>`}
      </li>`,
  );
  return html`<ul class="problems">${items}</ul>`;
}

function noProblem(state: RTCPeerConnectionState): string {
  return state === "connected" ? "No problem was found." : "";
}
