import { html, nothing, type TemplateResult } from "lit";
import {
  type CheckName,
  type CheckResult,
  checkLabels,
} from "simple-webrtc-signaling-client/check";
import { icon } from "../page/icons.ts";

const icons = {
  passed: "done",
  failed: "warning",
  skipped: "skipped",
  waiting: "waiting",
} as const;

/** A check with its result; `undefined`: it has not ended yet. */
export function resultItem(name: CheckName, result: CheckResult | undefined): TemplateResult {
  const status = result?.status ?? "waiting";
  return html`<li class=${status}>
    ${icon(icons[status])}
    <div>
      <h3>${checkLabels[name]}<span class="status">${status}</span></h3>
      ${result && result.status !== "passed" ? html`<p>${result.reason}</p><p>${result.action}</p>` : nothing}
      ${result?.details.map((detail) => html`<p class="detail">${detail}</p>`)}
    </div>
  </li>`;
}
