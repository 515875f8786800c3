import { expect, test } from "vitest";
import { SettingError } from "../config/config.ts";
import { listenError } from "./listen-error.ts";

const errorOf = (code: string) => Object.assign(new Error(`listen ${code}`), { code });

test("[case K26] the error for a privileged port names the reason and another port", () => {
  const error = listenError(errorOf("EACCES"), { port: 80, host: undefined });
  expect(error).toBeInstanceOf(SettingError);
  expect(error).toMatchObject({
    message: expect.stringMatching(
      /^PORT is 80: this process is not permitted to use this port \(EACCES\); .*for example PORT=3000/,
    ),
  });
});

test("[case K26] the error for any other code names both settings and the code", () => {
  expect(listenError(errorOf("EAFNOSUPPORT"), { port: 3_000, host: "::1" })).toMatchObject({
    message:
      'HOST is "::1", PORT is 3000: the server cannot listen there (EAFNOSUPPORT); choose another address or port',
  });
});

test("[case K26] an error without a code stays unchanged", () => {
  const defect = new TypeError("a defect");
  expect(listenError(defect, { port: 3_000, host: undefined })).toBe(defect);
});
