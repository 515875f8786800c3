import { html, LitElement, nothing, type TemplateResult } from "lit";
import {
  type CheckName,
  type CheckResult,
  checkLabels,
  checkNetwork,
} from "simple-webrtc-signaling-client/check";
import { addressOf } from "../page/address.ts";
import { icon } from "../page/icons.ts";
import { product } from "../page/product.ts";
import { rememberedToken } from "../page/remembered.ts";
import { serverFacts } from "../page/server-facts.ts";
import { shared } from "../styles/shared.ts";
import { checkStyles } from "./check-styles.ts";
import { resultItem } from "./result-item.ts";
import "./check-report.ts";
import { announcementOf, summaryOf } from "./words.ts";

const devices: readonly CheckName[] = ["microphone", "camera"];

/** `<network-check>`: starts the checks, shows each result, and then the report. */
export class NetworkCheck extends LitElement {
  static override properties = {
    hasDevices: { state: true },
    results: { state: true },
    report: { state: true },
    problem: { state: true },
    running: { state: true },
    announcement: { state: true },
  };

  static override styles = [shared, checkStyles];

  /** Whether the camera and the microphone are checked. */
  declare hasDevices: boolean;
  declare results: ReadonlyMap<CheckName, CheckResult>;
  /** The report as text, when all checks have ended. */
  declare report: string | undefined;
  declare problem: string | undefined;
  /** Cancels the checks. */
  declare running: AbortController | undefined;
  /** For screen readers. */
  declare announcement: string;
  readonly #token =
    addressOf(location.href).token ?? rememberedToken.read() ?? serverFacts.publicToken ?? "";

  constructor() {
    super();
    this.hasDevices = true;
    this.results = new Map();
    this.announcement = "";
  }

  override render(): TemplateResult {
    const hasStarted = this.running !== undefined || this.report !== undefined;
    return html`<main>
      <header>
        <a class="product" href=${product.url} target="_blank" rel="noopener noreferrer">${icon("signaling")} ${product.name}</a>
        <h1>Network check</h1>
        <p class="soft">This page checks whether this browser and its network are ready for a call. It takes about ten
          seconds, and up to a minute in a network that blocks connections.</p>
      </header>
      ${this.#form()}
      ${hasStarted ? this.#progress() : nothing}
      <p><a href="./${location.hash}">Open the video call</a></p>
      <p class="visually-hidden" role="status">${this.announcement}</p>
    </main>`;
  }

  #form(): TemplateResult {
    const isRunning = this.running !== undefined;
    const start = this.report === undefined ? "Start the check" : "Check again";
    return html`<form @submit=${this.#submit}>
      ${serverFacts.publicToken === undefined ? this.#tokenField() : nothing}
      <label class="choice"><input type="checkbox" name="devices" .checked=${this.hasDevices} ?disabled=${isRunning} @change=${this.#choose} />
        Check the camera and the microphone</label>
      <div class="actions">
        <button class="primary" type="submit" aria-disabled=${isRunning}>${isRunning ? "Checking…" : start}</button>
        ${isRunning ? html`<button type="button" @click=${this.#cancel}>Cancel</button>` : nothing}
      </div>
      <div role="alert">${this.problem === undefined ? nothing : html`<p class="problem">${this.problem}</p>`}</div>
    </form>`;
  }

  #tokenField(): TemplateResult {
    return html`<div class="field">
      <label for="token">Server token</label>
      <input id="token" name="token" type="password" autocomplete="current-password" .value=${this.#token} aria-describedby="token-note" />
      <small id="token-note">Leave this field empty if the server needs no token.</small>
    </div>`;
  }

  #progress(): TemplateResult {
    const names = (Object.keys(checkLabels) as CheckName[]).filter((name) => !this.#omits(name));
    const { size } = this.results;
    return html`<section aria-labelledby="results">
      <h2 id="results">${this.running ? `Checking: ${size} of ${names.length}` : summaryOf(this.results.values())}</h2>
      ${this.report === undefined ? nothing : html`<check-report .text=${this.report}></check-report>`}
      <ul role="list">${names.map((name) => resultItem(name, this.results.get(name)))}</ul>
    </section>`;
  }

  #omits(name: CheckName): boolean {
    return !this.hasDevices && devices.includes(name);
  }

  readonly #choose = ({ target }: Event): void => {
    this.hasDevices = (target as HTMLInputElement).checked;
    this.#clear();
  };

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (this.running) return;
    const token = new FormData(event.target as HTMLFormElement).get("token") ?? this.#token;
    void this.#check(String(token).trim());
  };

  async #check(token: string): Promise<void> {
    const running = new AbortController();
    this.#clear();
    this.running = running;
    this.announcement = "The check has started.";
    try {
      const { text } = await checkNetwork({
        url: serverFacts.url,
        path: serverFacts.socketPath,
        token: token === "" ? undefined : token,
        skip: this.hasDevices ? [] : devices,
        onResult: (result) => this.#show(result),
        signal: running.signal,
      });
      this.report = text;
      this.announcement = summaryOf(this.results.values());
    } catch (error) {
      if (running.signal.aborted) this.#clear();
      else this.problem = String(error);
    } finally {
      this.running = undefined;
    }
  }

  #show(result: CheckResult): void {
    this.results = new Map(this.results).set(result.name, result);
    this.announcement = announcementOf(result);
  }

  #clear(): void {
    this.results = new Map();
    this.report = undefined;
    this.problem = undefined;
  }

  readonly #cancel = (): void => {
    this.running?.abort();
    // The button to cancel disappears.
    this.renderRoot.querySelector<HTMLElement>("button[type=submit]")?.focus();
    this.announcement = "The check was canceled.";
  };
}

customElements.define("network-check", NetworkCheck);
