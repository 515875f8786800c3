import { find, findOrInstall, type ProgramKind } from "./programs.ts";

const kind: ProgramKind = {
  name: "nftables",
  programs: ["nft"],
  variable: "NFT_PATH",
  debian: { packageName: "nftables", more: ["iproute2"], megabytes: 2 },
};

export const findNftables = (): string | undefined => find(kind);

export const findOrInstallNftables = (): Promise<string> => findOrInstall(kind);
