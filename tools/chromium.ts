import { find, findOrInstall, type ProgramKind } from "./programs.ts";

const kind: ProgramKind = {
  name: "Chromium or Google Chrome",
  programs: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  variable: "CHROMIUM_PATH",
  debian: { packageName: "chromium", megabytes: 100 },
};

export const findChromium = (): string | undefined => find(kind);

export const findOrInstallChromium = (): Promise<string> => findOrInstall(kind);
