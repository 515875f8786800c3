import { find, findOrInstall, type ProgramKind } from "./programs.ts";

const kind: ProgramKind = {
  name: "Firefox",
  programs: ["firefox-esr", "firefox"],
  variable: "FIREFOX_PATH",
  debian: { packageName: "firefox-esr", megabytes: 70 },
};

export const findFirefox = (): string | undefined => find(kind);

export const findOrInstallFirefox = (): Promise<string> => findOrInstall(kind);
