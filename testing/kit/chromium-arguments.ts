const unwantedFeatures = [
  // Two hidden pages for suggestions in the address bar of each window: half of the CPU time of opening a window.
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  // A process for the next page of another site, which no test opens.
  "SpareRendererForSitePerProcess",
];

/** Returns the arguments of every Chromium here. `features`: further features that it must not have. */
export const chromiumArguments = (features: readonly string[] = []): string[] => [
  // The sandbox does not work for root, nor in most containers.
  "--no-sandbox",
  "--disable-background-networking",
  // A machine without a network has only its loopback address.
  "--allow-loopback-in-peer-connection",
  `--disable-features=${[...unwantedFeatures, ...features].join(",")}`,
];
