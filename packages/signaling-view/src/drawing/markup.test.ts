import { html, nothing, svg } from "lit";
import { expect, test } from "vitest";
import { markup } from "./markup.ts";

test("values are inserted, attributes in quotes", () => {
  const drawing = svg`<g class=${"offer"} data-x="at ${7}">${[svg`<a />`, svg`<b />`]}</g>`;
  expect(markup(drawing)).toBe('<g class="offer" data-x="at 7"><a /><b /></g>');
});

test("special characters of XML are escaped", () => {
  const name = `<script>"&'\u0000\u001b`;
  expect(markup(html`<p title=${name}>${name}</p>`)).toBe(
    `<p title="&lt;script&gt;&quot;&amp;'">&lt;script&gt;&quot;&amp;'</p>`,
  );
});

test("an absent value becomes an empty text", () => {
  expect(markup(svg`<g>${nothing}${undefined}${""}</g>`)).toBe("<g></g>");
});
