import { launchNginx, useNginx } from "../nginx/nginx.ts";
import { replaced } from "../replaced.ts";
import { writeCertificateFiles } from "./certificate.ts";
import { guideBlock } from "./guide.ts";
import { type ProxyProgram, sample, temporaryFolder } from "./proxy.ts";

const letsencrypt = "/etc/letsencrypt/live/signaling.example";

/** `testing/e2e/nginx/` has the tests of paths. */
export const nginx: ProxyProgram = {
  name: "nginx",
  guide: "nginx",
  use: useNginx,
  unixAddress: (path) => `unix:${path}`,
  async start(address) {
    const files = writeCertificateFiles(temporaryFolder());
    let block = guideBlock("nginx", "server {\n");
    block = replaced(block, sample, address);
    block = replaced(block, `${letsencrypt}/fullchain.pem`, files.certificate);
    block = replaced(block, `${letsencrypt}/privkey.pem`, files.key);
    block = replaced(block, "  listen [::]:443 ssl;\n", "");
    const main = replaced(
      guideBlock("nginx", "worker_rlimit_nofile"),
      // The test waits for the end of the old process.
      "worker_shutdown_timeout 60s",
      "worker_shutdown_timeout 500ms",
    );
    const { port, program } = await launchNginx({
      // The files of the test belong to its user.
      main: `user root;\nworker_processes 1;\n${main}`,
      blocksFor: (port) => replaced(block, "listen 443", `listen 127.0.0.1:${port}`),
    });
    return {
      port,
      async reload() {
        program.signal("SIGHUP");
        await program.line(/gracefully shutting down/);
      },
    };
  },
};
