import { spawnSync } from "node:child_process";
import { find, findOrInstall, type ProgramKind } from "./programs.ts";

const kind: ProgramKind = {
  name: "Python with python-socketio, websockets and aiortc",
  programs: ["python3"],
  variable: "PYTHON_PATH",
  debian: {
    packageName: "python3",
    more: ["python3-socketio", "python3-websockets", "python3-aiortc", "python3-aiohttp"],
    megabytes: 60,
  },
  suits: (path) =>
    spawnSync(path, ["-c", "import socketio, websockets, aiortc, aiohttp"]).status === 0,
};

export const findPython = (): string | undefined => find(kind);

export const findOrInstallPython = (): Promise<string> => findOrInstall(kind);
