import { hkdfSync, randomBytes } from "node:crypto";
import { closeSync, openSync, readdirSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../telemetry/fact.ts";
import { type Ending, endingLine, endingOf } from "./ending.ts";
import { defaultFolder, preparePrivateFolder } from "./private-folder.ts";

export interface SessionRecordOptions {
  /** Default: a folder of this user below the system's folder for temporary files. */
  readonly folder?: string | undefined;
  /** Processes with the same key read each other's endings. */
  readonly key: string;
  readonly report: Report;
  /** In milliseconds since 1970. */
  readonly nowMs?: () => number;
}

/** As long as the longest SESSION_GRACE: for so long each file is written to, and is kept after that, in milliseconds. */
const slotMs = 600_000;

/** The key's fingerprint, the number of a slot since 1970, and the process that wrote the file. */
const filePattern = /^ended-([\da-f]{16})-(\d+)-[\da-f]{16}$/;

interface OpenFile {
  readonly slot: number;
  readonly descriptor: number;
}

/**
 * The sessions that have ended, on disk, for processes that come after this one. Each process appends to a file of its
 * own, a line for each session, and begins another one every ten minutes, so that old ones can be deleted: nothing is
 * ever rewritten or locked. What is written survives the end of the process, however it ends; a failure of the disk is
 * reported and changes nothing else.
 */
export class SessionRecord {
  readonly #folder: string;
  readonly #fingerprint: string;
  readonly #process = randomBytes(8).toString("hex");
  readonly #report: Report;
  readonly #nowMs: () => number;
  readonly #isUsable: boolean;
  #file: OpenFile | undefined;
  #isFailing = false;

  constructor({ folder = defaultFolder(), key, report, nowMs = Date.now }: SessionRecordOptions) {
    this.#folder = folder;
    // It names the key, and says nothing of it (RFC 5869).
    const fingerprint = hkdfSync("sha256", key, "", "simple-webrtc-signaling session record", 8);
    this.#fingerprint = Buffer.from(fingerprint).toString("hex");
    this.#report = report;
    this.#nowMs = nowMs;
    this.#isUsable = this.#try(() => preparePrivateFolder(folder));
  }

  /** Returns what earlier processes with the same key have recorded, for at least the last ten minutes; deletes what is older. */
  earlier(): readonly Ending[] {
    let endings: readonly Ending[] = [];
    if (!this.#isUsable) return endings;
    this.#try(() => {
      this.#deleteOldFiles();
      endings = readdirSync(this.#folder)
        .filter((name) => filePattern.exec(name)?.[1] === this.#fingerprint)
        .flatMap((name) => endingsIn(join(this.#folder, name)));
    });
    return endings;
  }

  /** Writes an ending, and has written it when this returns. */
  add(ending: Ending): void {
    if (!this.#isUsable) return;
    this.#try(() => {
      // The break comes first: the line before may have been written in part.
      const line = Buffer.from(`\n${endingLine(ending)}`);
      const written = writeSync(this.#fileOf(this.#slot).descriptor, line);
      if (written < line.length) throw new Error("the disk took only a part of it");
    });
  }

  close(): void {
    const { descriptor } = this.#file ?? {};
    this.#file = undefined;
    if (descriptor !== undefined) this.#try(() => closeSync(descriptor));
  }

  get #slot(): number {
    return Math.floor(this.#nowMs() / slotMs);
  }

  #fileOf(slot: number): OpenFile {
    if (this.#file?.slot === slot) return this.#file;
    this.close();
    preparePrivateFolder(this.#folder);
    this.#deleteOldFiles();
    const name = `ended-${this.#fingerprint}-${slot}-${this.#process}`;
    this.#file = { slot, descriptor: openSync(join(this.#folder, name), "a", 0o600) };
    return this.#file;
  }

  /** Also those of other keys: nobody else might. Another process may do the same at the same time. */
  #deleteOldFiles(): void {
    for (const name of readdirSync(this.#folder)) {
      const slot = filePattern.exec(name)?.[2];
      if (slot === undefined || Number(slot) + 1 >= this.#slot) continue;
      try {
        unlinkSync(join(this.#folder, name));
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
      }
    }
  }

  /** Returns whether it worked. A failure is reported once, until something works again. */
  #try(work: () => void): boolean {
    try {
      work();
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) {
        this.#report({ type: "session-record.failed", folder: this.#folder, error });
      }
      this.#isFailing = true;
    }
    return !this.#isFailing;
  }
}

function endingsIn(file: string): readonly Ending[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => endingOf(line) ?? []);
}
