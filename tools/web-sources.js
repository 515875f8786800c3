/** The sources of the page and `/client.js`. */
export const webSources = [
  "apps/console",
  "apps/demo",
  "packages/client/src",
  "packages/protocol/src",
  "packages/signaling-view/src",
];
