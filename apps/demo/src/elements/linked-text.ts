import { html, type TemplateResult } from "lit";
import { partsOf, type TextPart } from "../text/links.ts";

/** Shows a text from another person as text. Its http and https URLs are links to pages that cannot access this one. */
export function linkedText(text: string): readonly TemplateResult[] {
  return partsOf(text).map(partTemplate);
}

function partTemplate({ text, href }: TextPart): TemplateResult {
  if (href === undefined) return html`${text}`;
  return html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow">${text}</a>`;
}
