// Ends the process when Node.js is too old, with one sentence that says so. It runs before anything that an old
// Node.js cannot read, so it is CommonJS without new syntax.
const { engines } = require("./package.json");

const needed = engines.node.replace(">=", "");
const present = process.versions.node;

if (!isAtLeast(present.split(".").map(Number), needed.split(".").map(Number))) {
  process.stderr.write(
    `simple-webrtc-signaling-server needs Node.js ${needed} or newer, and this is Node.js ${present}. Install a newer one: https://nodejs.org\n`,
  );
  process.exit(1);
}

/**
 * @param {readonly number[]} version
 * @param {readonly number[]} least
 */
function isAtLeast(version, least) {
  const difference = least.map((number, index) => (version[index] || 0) - number).find(Boolean);
  return difference === undefined || difference > 0;
}
