import { PeerServer } from "peer";
import { answerBenchmark } from "./answer-benchmark.js";

// As the command of PeerJS does. Without this handler an error ends the process.
process.on("uncaughtException", () => {});

/** The server of PeerJS, as its documentation starts it. */
PeerServer({ host: "127.0.0.1", port: 0, path: "/" }, (httpServer) => {
  const address = httpServer.address();
  if (address === null || typeof address === "string") throw new Error(`no port: ${address}`);
  answerBenchmark(`http://127.0.0.1:${address.port}`);
});
