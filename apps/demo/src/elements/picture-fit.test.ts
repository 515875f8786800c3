import { expect, test } from "vitest";
import { isCroppedMuch } from "./picture-fit.ts";

const camera = { width: 1280, height: 720 };

test("[case G2] a picture that nearly has the shape of its frame fills it", () => {
  expect(isCroppedMuch(camera, { width: 640, height: 360 })).toBe(false);
  expect(isCroppedMuch(camera, { width: 640, height: 400 })).toBe(false);
});

test("[case G2] a picture that would lose more than a little is shown whole", () => {
  expect(isCroppedMuch(camera, { width: 740, height: 330 })).toBe(true);
  expect(isCroppedMuch(camera, { width: 360, height: 640 })).toBe(true);
  expect(isCroppedMuch({ width: 720, height: 1280 }, { width: 640, height: 360 })).toBe(true);
});

test("[case G2] a picture that has not arrived is not cropped", () => {
  expect(isCroppedMuch({ width: 0, height: 0 }, { width: 640, height: 360 })).toBe(false);
});
