import { find, findOrInstall, type ProgramKind } from "./programs.ts";

const kind: ProgramKind = {
  name: "HAProxy",
  programs: ["haproxy"],
  variable: "HAPROXY_PATH",
  debian: { packageName: "haproxy", megabytes: 3 },
};

export const findHaproxy = (): string | undefined => find(kind);

export const findOrInstallHaproxy = (): Promise<string> => findOrInstall(kind);
