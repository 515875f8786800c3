import { html, nothing, svg } from "lit";
import { expect, test } from "vitest";
import { markup } from "./markup.ts";

test("values are put in their places, attributes in quotes", () => {
  const drawing = svg`<g class=${"offer"} data-x="at ${7}">${[svg`<a />`, svg`<b />`]}</g>`;
  expect(markup(drawing)).toBe('<g class="offer" data-x="at 7"><a /><b /></g>');
});

test("what means something in XML is escaped", () => {
  const name = `<script>"&'\u0000\u001b`;
  expect(markup(html`<p title=${name}>${name}</p>`)).toBe(
    `<p title="&lt;script&gt;&quot;&amp;'">&lt;script&gt;&quot;&amp;'</p>`,
  );
});

test("nothing stays nothing", () => {
  expect(markup(svg`<g>${nothing}${undefined}${""}</g>`)).toBe("<g></g>");
});
