import { html, nothing, type TemplateResult } from "lit";
import type { Field } from "../reading/sdp-fields.ts";

/** Names, values and what they mean. */
export function fieldList(fields: readonly Field[]): TemplateResult | typeof nothing {
  if (fields.length === 0) return nothing;
  const rows = fields.map(
    ({ name, value, meaning }) => html`
      <div>
        <dt>${name}</dt>
        <dd>${value}${meaning ? html`<small>${meaning}</small>` : nothing}</dd>
      </div>`,
  );
  return html`<dl>${rows}</dl>`;
}
