import { expect, test } from "vitest";
import { SettingError } from "../config/config.ts";
import { listenError } from "./listen-error.ts";

const errorOf = (code: string) => Object.assign(new Error(`listen ${code}`), { code });

test("[case K26] a port that needs a right says so, with another one", () => {
  const error = listenError(errorOf("EACCES"), { port: 80, host: undefined });
  expect(error).toBeInstanceOf(SettingError);
  expect(error).toMatchObject({
    message: expect.stringMatching(
      /^PORT is 80: this process is not permitted to use this port \(EACCES\); .*for example PORT=3000/,
    ),
  });
});

test("[case K26] what has no sentence of its own names both settings and the code", () => {
  expect(listenError(errorOf("EAFNOSUPPORT"), { port: 3_000, host: "::1" })).toMatchObject({
    message:
      'HOST is "::1", PORT is 3000: the server cannot listen there (EAFNOSUPPORT); choose another address or port',
  });
});

test("[case K26] what is no error of the system stays as it is", () => {
  const defect = new TypeError("a defect");
  expect(listenError(defect, { port: 3_000, host: undefined })).toBe(defect);
});
