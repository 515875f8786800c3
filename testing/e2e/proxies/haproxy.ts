import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { findHaproxy } from "../../../tools/haproxy.ts";
import { Command } from "../../kit/command.ts";
import { useProgram } from "../../kit/use-program.ts";
import { replaced } from "../replaced.ts";
import { startOnFreePort } from "../start-on-free-port.ts";
import { writeCertificateFiles } from "./certificate.ts";
import { guideBlock } from "./guide.ts";
import { type Form, type ProxyProgram, sample, temporaryFolder } from "./proxy.ts";

export const useHaproxy = () => useProgram("HAProxy", "HAPROXY_PATH", findHaproxy);

/** Starts HAProxy with a configuration for a free port. It ends with the test. */
export function startHaproxy(configurationFor: (port: number) => string) {
  const path = join(temporaryFolder(), "haproxy.cfg");
  return startOnFreePort(async (port) => {
    writeFileSync(path, configurationFor(port));
    const haproxy = new Command(findHaproxy() ?? "", ["-W", "-db", "-f", path], {
      environment: {},
    });
    onTestFinished(async () => void (await haproxy.end("SIGTERM")));
    // The first process starts the others when it listens.
    const line = await haproxy.line(/Loading success|Address already in use/);
    return line.includes("Loading success") ? { port, haproxy } : undefined;
  });
}

function configurationOf(form: Form): string {
  const host = guideBlock("haproxy", "global\n");
  if (form === "host") return host;
  const [before = ""] = host.split("\nbackend signaling\n");
  const marks = { removed: "  http-request redirect", kept: "  server" };
  const [use = "", backend = ""] = guideBlock(
    "haproxy",
    `use_backend signaling if { path /signal } or { path_beg /signal/ }\n\nbackend signaling\n${marks[form]}`,
  ).split("\n\n");
  return `${replaced(before, "default_backend signaling", use)}\n${backend}`;
}

export const haproxy: ProxyProgram = {
  name: "HAProxy",
  guide: "haproxy",
  use: useHaproxy,
  unixAddress: (path) => path,
  async start(address, form) {
    const { both } = writeCertificateFiles(temporaryFolder());
    let text = replaced(configurationOf(form), sample, address);
    text = replaced(text, "/etc/haproxy/certs/signaling.pem", both);
    // A machine of tests may permit few open files.
    text = replaced(text, "maxconn 30000", "maxconn 1000");
    // The test waits for the end of the old process.
    text = replaced(text, "hard-stop-after 60s", "hard-stop-after 500ms");
    const { port, haproxy } = await startHaproxy((port) =>
      replaced(text, "bind :443", `bind 127.0.0.1:${port}`),
    );
    return {
      port,
      async reload() {
        haproxy.signal("SIGUSR2");
        await haproxy.line(/Loading success/);
      },
    };
  },
};
