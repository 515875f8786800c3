import { find, findOrInstall, type ProgramKind } from "./programs.ts";

const kind: ProgramKind = {
  name: "coturn",
  programs: ["turnserver"],
  variable: "TURNSERVER_PATH",
  debian: { packageName: "coturn", megabytes: 5 },
};

export const findCoturn = (): string | undefined => find(kind);

export const findOrInstallCoturn = (): Promise<string> => findOrInstall(kind);
