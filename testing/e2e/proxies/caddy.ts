import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { findCaddy } from "../../../tools/caddy.ts";
import { Command } from "../../kit/command.ts";
import { useProgram } from "../../kit/use-program.ts";
import { replaced } from "../replaced.ts";
import { startOnFreePort } from "../start-on-free-port.ts";
import { writeCertificateFiles } from "./certificate.ts";
import { guideBlock } from "./guide.ts";
import { type Form, type ProxyProgram, sample, temporaryFolder } from "./proxy.ts";

function configurationOf(form: Form): string {
  if (form === "host") return guideBlock("caddy", "signaling.example {\n");
  const block = guideBlock("caddy", form === "removed" ? "redir /signal" : "@signaling");
  return `signaling.example {\n${block}}\n`;
}

export const caddy: ProxyProgram = {
  name: "Caddy",
  guide: "caddy",
  use: () => useProgram("Caddy", "CADDY_PATH", findCaddy),
  unixAddress: (path) => `unix/${path}`,
  async start(address, form) {
    const folder = temporaryFolder();
    const { certificate, key } = writeCertificateFiles(folder);
    const admin = caddy.unixAddress(join(folder, "admin.sock"));
    const path = join(folder, "Caddyfile");
    const environment = { HOME: folder };
    const text = replaced(configurationOf(form), sample, address);
    const port = await startOnFreePort(async (port) => {
      const site = `localhost:${port} {\n  bind 127.0.0.1\n  tls ${certificate} ${key}\n`;
      const global = `{\n  admin ${admin}\n  auto_https disable_redirects\n}\n`;
      writeFileSync(path, global + replaced(text, "signaling.example {\n", site));
      const parameters = ["run", "--config", path, "--adapter", "caddyfile"];
      const program = new Command(findCaddy() ?? "", parameters, { environment });
      const line = await program.line(/serving initial configuration|address already in use/);
      return line.includes("serving") ? port : undefined;
    });
    return {
      port,
      async reload() {
        const parameters = ["reload", "--config", path, "--adapter", "caddyfile"];
        const program = new Command(
          findCaddy() ?? "",
          [...parameters, "--address", admin, "--force"],
          { environment },
        );
        const exit = await program.exit;
        if (exit !== 0) throw new Error(`caddy reload ended with ${exit}`);
      },
    };
  },
};
