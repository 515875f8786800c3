import { css, html, LitElement, type TemplateResult } from "lit";
import { icon } from "../page/icons.ts";
import { shared } from "../styles/shared.ts";

/** How long the button says that the report was copied, in milliseconds. */
const copiedMs = 2_500;

/** `<check-report>`: the report as text, and a button that copies it. */
export class CheckReport extends LitElement {
  static override properties = { text: { attribute: false }, copied: { state: true } };

  static override styles = [
    shared,
    css`
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        justify-items: start;
        gap: 0.75rem;
      }

      details {
        inline-size: 100%;
      }

      summary {
        inline-size: fit-content;
        min-block-size: 24px;
        color: var(--accent);
        cursor: pointer;
      }

      pre {
        max-block-size: 20rem;
        margin: 0.75rem 0 0;
        padding: 1rem;
        border: 1px solid var(--line);
        border-radius: 10px;
        background: var(--card);
        font:
          0.85rem / 1.5 ui-monospace,
          Menlo,
          Consolas,
          monospace;
        overflow: auto;
      }
    `,
  ];

  declare text: string;
  declare copied: string;

  constructor() {
    super();
    this.text = "";
    this.copied = "";
  }

  override render(): TemplateResult {
    return html`<section aria-label="Report for support">
      <button type="button" @click=${this.#copy}>${icon(this.copied === "Report copied" ? "done" : "copy")} ${this.copied || "Copy the report"}</button>
      <details>
        <summary>Show the report</summary>
        <p class="soft">The report names the server, the browser, and the STUN and TURN servers. It contains no token and
          no password.</p>
        <pre tabindex="0" role="region" aria-label="Report as text">${this.text}</pre>
      </details>
      <p class="visually-hidden" role="status">${this.copied}</p>
    </section>`;
  }

  readonly #copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.text);
      this.copied = "Report copied";
      setTimeout(() => {
        this.copied = "";
      }, copiedMs);
    } catch {
      // Browsers have no clipboard for pages that are loaded over plain HTTP.
      this.copied = "Copy the text by hand";
      this.renderRoot.querySelector("details")?.setAttribute("open", "");
      const text = this.renderRoot.querySelector("pre");
      if (text) getSelection()?.selectAllChildren(text);
    }
  };
}

customElements.define("check-report", CheckReport);
