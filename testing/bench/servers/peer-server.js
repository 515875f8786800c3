import { PeerServer } from "peer";
import { answerBenchmark } from "./answer-benchmark.js";

// As PeerJS's own command does. Inside another program, which has no such handler, an error ends the process.
process.on("uncaughtException", () => {});

/** PeerJS's own server, as its documents start it. */
PeerServer({ host: "127.0.0.1", port: 0, path: "/" }, (httpServer) => {
  const address = httpServer.address();
  if (address === null || typeof address === "string") throw new Error(`no port: ${address}`);
  answerBenchmark(`http://127.0.0.1:${address.port}`);
});
