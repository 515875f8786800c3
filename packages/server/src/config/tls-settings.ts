import { setting, text } from "./setting.ts";

/** Rows of the table in config.ts: TLS without a proxy. */
export const tlsSettings = {
  tlsCert: setting({
    schema: text.optional(),
    default: undefined,
    expects: "the path of a file in PEM",
    example: "/etc/signaling/certificate.pem",
    help: "certificate and its chain, to serve https and wss on PORT; read again after a change, and on SIGHUP; requires TLS_KEY",
  }),
  tlsKey: setting({
    schema: text.optional(),
    default: undefined,
    expects: "the path of a file in PEM",
    example: "/etc/signaling/key.pem",
    help: "private key of TLS_CERT",
  }),
};
