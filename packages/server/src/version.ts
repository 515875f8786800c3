import { createRequire } from "node:module";

const manifest: unknown = createRequire(import.meta.url)(
  "simple-webrtc-signaling-server/package.json",
);

/** The version of this package, from its `package.json`. */
export const version: string =
  typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "unknown";
