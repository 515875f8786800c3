const { SERVER_URL, PORT, TOKEN } = process.env;

/** Where the signaling server is and what it lets us in with; by default the one `yarn dev` starts. */
export const settings = {
  url: SERVER_URL || `http://localhost:${PORT || 3000}`,
  token: TOKEN?.trim() || "SIGNALING123",
};
