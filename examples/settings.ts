const { SERVER_URL, PORT, TOKEN } = process.env;

/** The address of the signaling server and its token. Default: the server that `npm run dev` starts. */
export const settings = {
  url: SERVER_URL || `http://localhost:${PORT || 3000}`,
  token: TOKEN?.trim() || "SIGNALING123",
};
