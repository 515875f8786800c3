import { join } from "node:path";
import type { Page } from "playwright-core";
import { io, type Socket } from "socket.io-client";
import { expect, onTestFinished } from "vitest";
import { misfits } from "../demo/measure.ts";
import { violations } from "../demo/violations.ts";

/** A peer that records what it receives. */
export class RecordingPeer {
  readonly socket: Socket;
  /** The names of the received events, with codes and texts. */
  readonly received: string[] = [];

  constructor(url: string, auth: Record<string, unknown>) {
    this.socket = io(url, { auth, reconnection: false, forceNew: true });
    this.socket.on("signalingError", ({ code }: { code: string }) => this.received.push(code));
    this.socket.on("notice", ({ text }: { text: string }) => this.received.push(text));
    this.socket.on("disconnect", () => this.received.push("disconnect"));
    onTestFinished(() => {
      this.socket.close();
    });
  }

  ready(peerId: string, room: string): Promise<unknown> {
    return this.socket.emitWithAck("ready", peerId, { room });
  }
}

/** An administrator who uses the page. */
export class PageAdministrator {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async signIn(token: string): Promise<void> {
    await this.page.getByLabel("Admin token").fill(token);
    await this.page.keyboard.press("Enter");
  }

  /** Opens the dialog of an action by a button, confirms it, and waits for its result. */
  async act(button: string, confirmation: string, result: RegExp): Promise<void> {
    await this.page.getByRole("button", { name: button, exact: true }).click();
    await this.page.getByRole("dialog").getByRole("button", { name: confirmation }).click();
    await this.page.getByRole("status").getByText(result).waitFor();
  }

  async open(...names: string[]): Promise<void> {
    for (const name of names) {
      await this.page.getByRole("link", { name, exact: true }).first().click();
      await this.page.getByRole("heading", { level: 1 }).getByText(name, { exact: true }).waitFor();
    }
  }

  /**
   * Checks the view in both color schemes and in two widths: contrast and names, and that everything fits. Stores pictures if the
   * environment has a folder for them.
   */
  async inspect(view: string): Promise<void> {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [1280, 390]) {
        await this.page.emulateMedia({ colorScheme });
        await this.page.setViewportSize({ width, height: 844 });
        await this.#picture(`${view}-${width}-${colorScheme}`);
        // The colors do not change what fits, and the width does not change the colors.
        if (colorScheme === "light") expect(await misfits(this.page)).toEqual([]);
        if (width === 390) expect(await violations(this.page)).toEqual([]);
      }
    }
  }

  async #picture(name: string): Promise<void> {
    const folder = process.env["CONSOLE_PICTURES"];
    if (folder === undefined) return;
    await this.page.evaluate(() => scrollTo(0, 0));
    await this.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }
}
