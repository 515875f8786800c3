import { hkdfSync, randomBytes } from "node:crypto";
import { closeSync, openSync, readdirSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../telemetry/fact.ts";
import { type Ending, endingLine, endingOf } from "./ending.ts";
import { defaultFolder, preparePrivateFolder } from "./private-folder.ts";

export interface SessionRecordOptions {
  /** Default: a folder of this user in the system's temporary folder. */
  readonly folder?: string | undefined;
  /** Processes with the same key read each other's endings. */
  readonly key: string;
  readonly report: Report;
  /** Returns the time in milliseconds since 1970. */
  readonly nowMs?: () => number;
}

/**
 * The time for which a process writes to one file, and the minimum time for which the file is kept after that, in
 * milliseconds. It is the maximum of SESSION_GRACE.
 */
const slotMs = 600_000;

/** A file name contains the fingerprint of the key, the number of the slot since 1970, and the id of the process. */
const filePattern = /^ended-([\da-f]{16})-(\d+)-[\da-f]{16}$/;

interface OpenFile {
  readonly slot: number;
  readonly descriptor: number;
}

/**
 * Records ended sessions on disk, for later processes. Each process appends one line per session to its own file, and
 * begins a new file every ten minutes, so that old files can be deleted: no file is ever rewritten or locked. A written
 * line survives a crash of the process. A disk failure is reported and has no other effect.
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
    // The fingerprint identifies the key without disclosing it (RFC 5869).
    const fingerprint = hkdfSync("sha256", key, "", "simple-webrtc-signaling session record", 8);
    this.#fingerprint = Buffer.from(fingerprint).toString("hex");
    this.#report = report;
    this.#nowMs = nowMs;
    this.#isUsable = this.#try(() => preparePrivateFolder(folder));
  }

  /** Returns the endings of earlier processes with the same key, for at least the last ten minutes; deletes older files. */
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

  /** Writes an ending synchronously. */
  add(ending: Ending): void {
    if (!this.#isUsable) return;
    this.#try(() => {
      // The line break comes first, because the last line may be incomplete.
      const line = Buffer.from(`\n${endingLine(ending)}`);
      const written = writeSync(this.#fileOf(this.#slot).descriptor, line);
      if (written < line.length) throw new Error("the disk wrote only a part of the line");
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

  /** Also deletes files of other keys, whose processes may not exist any more. Other processes may do so concurrently. */
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

  /** Returns whether the work succeeded. Only the first of several failures in a row is reported. */
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
